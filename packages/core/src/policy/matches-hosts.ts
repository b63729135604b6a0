// Whether an action's host is one of those that a rule is written for.
import type { CanonicalAction } from './canonical-action.ts'
import type { CompiledRule } from './compiled-rule.ts'
import { matchesHost } from './host-glob.ts'

/** True if one glob matches. An action without host matches none; text that is no host meets prohibitions only. */
export function matchesHosts(rule: CompiledRule, canonical: CanonicalAction): boolean {
  const { host, host_valid } = canonical
  if (host === undefined || (!host_valid && rule.severity < 2)) return false
  return rule.hosts?.some((glob) => matchesHost(glob, host)) ?? true
}
