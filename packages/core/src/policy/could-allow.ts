// Whether an action that is known in part could be allowed, so that a list of tools shows only what may be called.
import type { Action } from './action.ts'
import { NAME_KEYS } from './bundle.ts'
import { type CanonicalAction, canonicalAction } from './canonical-action.ts'
import type { CompiledRule } from './compiled-rule.ts'
import type { Matcher } from './matcher.ts'
import { normaliseName } from './name.ts'
import { matchesPattern } from './pattern.ts'

/** What is known: a name, the tier and the host that are left out may still be anything; tags may still be added. */
export type PartialAction = Pick<Action, 'tenant' | 'agent'> &
  Partial<Omit<Action, 'tenant' | 'agent' | 'labels' | 'arguments' | 'ts'>>

type Certainty = 'no' | 'maybe' | 'yes'

/**
 * False only if no way to complete the action is allowed, with or without approval: no permitting rule can match, or a DENY rule
 * must. Sound, not complete: true may still turn out DENY.
 */
export function couldAllow(matcher: Matcher, partial: PartialAction): boolean {
  const canonical = canonicalAction({ ...partial, ts: 0 } as Action)
  if (typeof canonical === 'string') return false
  const tags = new Set((partial.risk_tags ?? []).map(normaliseName))
  if (tags.has(null)) return false
  let permitted = false
  for (const rule of matcher.rules) {
    const certainty = certaintyOf(rule, partial, canonical, tags as ReadonlySet<string>)
    if (rule.rule.decision === 'DENY' && certainty === 'yes') return false
    if (rule.rule.decision !== 'DENY' && certainty !== 'no') permitted = true
  }
  return permitted
}

function certaintyOf(
  rule: CompiledRule,
  partial: PartialAction,
  canonical: CanonicalAction,
  tags: ReadonlySet<string>,
): Certainty {
  const { match } = rule.rule
  let open =
    match.labels !== undefined || match.hosts !== undefined || match.time !== undefined || match.when !== undefined
  for (const key of NAME_KEYS) {
    const patterns = rule.names[key]
    if (patterns === undefined) continue
    if (canonical[key] === undefined) open = true
    else if (!patterns.some((pattern) => matchesPattern(pattern, canonical[key]))) return 'no'
  }
  if (rule.tiers !== null) {
    if (partial.risk_tier === undefined) open = true
    else if (!rule.tiers.includes(partial.risk_tier)) return 'no'
  }
  if (match.all_tags?.some((tag) => !tags.has(tag))) open = true
  if (match.any_tags && !match.any_tags.some((tag) => tags.has(tag))) open = true
  return open ? 'maybe' : 'yes'
}
