// The long answer: the decision, and of every rule whether it matched and what kept it from matching.
import type { Action } from './action.ts'
import { canonicalAction } from './canonical-action.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { concludeDecision, type Found, nothingFound, refusedName } from './conclude.ts'
import type { Decision } from './decision.ts'
import { type KeyCheck, keyChecks } from './key-checks.ts'
import type { Matcher } from './matcher.ts'
import { normaliseName } from './name.ts'

/** What became of one rule. */
export interface RuleAccount {
  readonly id: string
  readonly decision: Decision['decision']
  readonly matched: boolean
  /** Every key, those that did not hold first. */
  readonly checks: readonly KeyCheck[]
  /** Why the condition could not be evaluated. */
  readonly error?: string
}

/** A decision with the account of every rule, in bundle order. */
export type Explanation = Decision & { readonly rules: readonly RuleAccount[] }

/**
 * Decides like `decide`, testing every rule key by key without any index. Slower by orders of magnitude; the two are held against each
 * other by a property test.
 */
export function explain(matcher: Matcher, action: Action): Explanation {
  const canonical = canonicalAction(action)
  if (typeof canonical === 'string') return { ...refusedName(matcher, canonical), rules: [] }
  const values = [...Object.values(action.labels ?? {}), ...(action.risk_tags ?? [])]
  if (values.some((value) => normaliseName(value) === null)) {
    return { ...refusedName(matcher, 'labels` or `risk_tags'), rules: [] }
  }
  const found = nothingFound()
  const rules = matcher.rules.map((rule) => account(rule, keyChecks(rule, action, canonical), action, found))
  return { ...concludeDecision(matcher, found), rules }
}

function account(rule: CompiledRule, checks: readonly KeyCheck[], action: Action, found: Found): RuleAccount {
  const { id, decision } = rule.rule
  const ordered = [...checks].sort((left, right) => Number(left.held) - Number(right.held))
  if (ordered.some((check) => !check.held)) return { id, decision, matched: false, checks: ordered }
  const held = rule.when === null || rule.when.evaluate(action)
  if (typeof held === 'boolean') {
    if (held) found.matched.push(rule)
    const when = rule.when && { key: 'when', held, expected: rule.rule.match.when ?? '', got: String(held) }
    return { id, decision, matched: held, checks: when ? [when, ...ordered] : ordered }
  }
  const closes = decision === 'DENY' || decision === 'REQUIRE_APPROVAL'
  if (closes) {
    found.matched.push(rule)
    found.failed.push({ rule, error: held.error })
  } else found.erring.push(rule)
  return { id, decision, matched: closes, checks: ordered, error: held.error }
}
