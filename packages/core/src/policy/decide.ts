// Decides: every matching rule counts, the severest wins, and an error never opens the gate (A1–A3).
import type { Action } from './action.ts'
import { type CanonicalAction, canonicalAction } from './canonical-action.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { concludeDecision, type Found, refusedName } from './conclude.ts'
import type { Decision } from './decision.ts'
import { matchFacts, presentFacts } from './match-facts.ts'
import type { Matcher } from './matcher.ts'
import { matchesHosts } from './matches-hosts.ts'
import { matchesPattern } from './pattern.ts'
import type { Candidate, RuleBucket } from './rule-bucket.ts'

/**
 * Decides one action: synchronous, no I/O, the same answer for the same bundle and action. `explain` gives the same decision with
 * an account of every rule. Constraints are reported, not enforced: that is for the pipeline and the door.
 */
export function decide(matcher: Matcher, action: Action): Decision {
  const canonical = canonicalAction(action)
  if ('refused' in canonical) return refusedName(matcher, canonical.refused)
  const facts = presentFacts(matcher.index, action)
  if (facts === null) return refusedName(matcher, 'labels` or `risk_tags')
  const found = findRules(matcher, action, canonical, facts)
  return concludeDecision(matcher, found)
}

function findRules(matcher: Matcher, action: Action, canonical: CanonicalAction, facts: readonly number[]): Found {
  const found: Found = { matched: [], failed: new Map(), erring: [] }
  const { names, nameless, present, generation } = matcher.index
  const now = generation[0]!
  const test = ({ rule, pattern }: Candidate, name: string | undefined): void => {
    if (pattern !== null && !matchesPattern(pattern, name)) return
    if (matchFacts(rule, present, now) && matchesRest(rule, action, canonical)) take(found, rule, action)
  }
  const visit = (bucket: RuleBucket, name: string | undefined): void => {
    for (const candidate of bucket.always) test(candidate, name)
    if (bucket.by_fact === null) return
    for (const fact of facts) {
      const candidates = bucket.by_fact.get(fact)
      if (candidates !== undefined) for (const candidate of candidates) test(candidate, name)
    }
  }
  visit(nameless, undefined)
  for (const [key, index] of names) {
    const name = canonical[key]
    index.find(name, (bucket) => visit(bucket, name))
  }
  return found
}

function matchesRest(rule: CompiledRule, action: Action, canonical: CanonicalAction): boolean {
  for (const key of rule.tested) {
    if (!rule.names[key]!.some((pattern) => matchesPattern(pattern, canonical[key]))) return false
  }
  // A tier that nobody stated is the worst one.
  if (rule.tiers !== null && !rule.tiers.includes(action.risk_tier ?? 2)) return false
  if (rule.hosts !== null && !matchesHosts(rule, canonical)) return false
  return rule.time === null || rule.time(action.ts)
}

/** The condition is evaluated last. INVARIANT: an error makes prohibitions match, and keeps permissions from permitting. */
function take(found: Found, rule: CompiledRule, action: Action): void {
  if (found.matched.includes(rule) || found.erring.includes(rule)) return
  const held = rule.when === null ? true : rule.when.evaluate(action)
  if (held === true) found.matched.push(rule)
  if (typeof held === 'boolean') return
  if (rule.severity < 2) found.erring.push(rule)
  else {
    found.matched.push(rule)
    found.failed.set(rule, held.error)
  }
}
