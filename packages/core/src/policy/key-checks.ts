// Holds an action against a rule's `match`, key by key and without any index: the plain reading of the semantics.
import type { Action } from './action.ts'
import { NAME_KEYS } from './bundle.ts'
import type { CanonicalAction } from './canonical-action.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { matchesHosts } from './matches-hosts.ts'
import { normaliseName } from './name.ts'
import { matchesPattern } from './pattern.ts'

/** One key of a rule's `match`, held against the action. */
export interface KeyCheck {
  readonly key: string
  readonly held: boolean
  /** What the rule asks for, and what the action has, as text. */
  readonly expected: string
  readonly got: string
}

/** All keys but `when`. Labels, tags and names of the action have canonical spellings, as the caller has made sure. */
export function keyChecks(rule: CompiledRule, action: Action, canonical: CanonicalAction): KeyCheck[] {
  const { match } = rule.rule
  const checks: KeyCheck[] = []
  const check = (key: string, held: boolean, expected: readonly (string | number)[], got: string | undefined): void => {
    checks.push({ key, held, expected: expected.join(' or '), got: got ?? '(none)' })
  }
  for (const key of NAME_KEYS) {
    const patterns = rule.names[key]
    if (patterns === undefined) continue
    const name = canonical[key]
    const held = patterns.some((pattern) => matchesPattern(pattern, name))
    check(key, held, match[key] ?? [], name)
  }
  for (const [key, values] of Object.entries(match.labels ?? {})) {
    const given = Object.hasOwn(action.labels ?? {}, key) ? action.labels?.[key] : undefined
    const value = given === undefined ? undefined : (normaliseName(given) ?? undefined)
    check(`labels.${key}`, value !== undefined && values.includes(value), values, value)
  }
  const tags = (action.risk_tags ?? []).map((tag) => normaliseName(tag) ?? tag)
  for (const tag of match.all_tags ?? []) check('risk_tags', tags.includes(tag), [tag], tags.join(', '))
  if (match.any_tags)
    check(
      'risk_tags',
      match.any_tags.some((tag) => tags.includes(tag)),
      match.any_tags,
      tags.join(', '),
    )
  const tier = action.risk_tier ?? 2
  if (match.risk_tier) check('risk_tier', match.risk_tier.includes(tier), match.risk_tier, String(tier))
  if (match.hosts) check('hosts', matchesHosts(rule, canonical), match.hosts, action.host)
  if (rule.time) check('time', rule.time(action.ts), [JSON.stringify(match.time)], `${action.ts}`)
  return checks
}
