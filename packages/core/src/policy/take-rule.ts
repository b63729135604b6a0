// The last step of a rule that matches in everything else: its condition, and its place among those that were found.
import type { Action } from './action.ts'
import type { CompiledRule } from './compiled-rule.ts'
import type { Found } from './conclude.ts'

/**
 * Evaluates the condition and takes the rule into what was found, once and in bundle order.
 * INVARIANT: an error makes prohibitions match, and keeps permissions from permitting.
 */
export function takeRule(found: Found, rule: CompiledRule, action: Action): void {
  if (rule.when === null) {
    insert(found.matched, rule)
    return
  }
  const held = rule.when.evaluate(action)
  if (held === true) insert(found.matched, rule)
  else if (held === false) return
  else if (rule.severity < 2) insert(found.erring, rule)
  else if (insert(found.matched, rule)) found.failed.push({ rule, error: held.error })
}

/** Keeps bundle order; a rule that is found under two of its patterns is taken once. False if it was there. */
function insert(rules: CompiledRule[], rule: CompiledRule): boolean {
  let at = rules.length
  while (at > 0 && rules[at - 1]!.index > rule.index) at--
  if (at > 0 && rules[at - 1] === rule) return false
  if (at === rules.length) rules.push(rule)
  else rules.splice(at, 0, rule)
  return true
}
