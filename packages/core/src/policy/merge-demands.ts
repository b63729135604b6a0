// What an action must satisfy when several rules match: the strictest of everything (DESIGN: deny overrides, constraints merge).

import type { RuleApproval } from './bundle.ts'
import type { ApprovalDemand, ApprovalQuorum, Constraints } from './decision.ts'
import { hostListsContradict } from './host-glob.ts'

/** Merges the constraints of all matching rules: numbers by minimum, lists that must each hold, names by union. */
export function mergeConstraints(all: readonly Constraints[]): Constraints | null {
  if (all.length < 2) return all[0] ?? null
  const merged: { -readonly [K in keyof Constraints]: Constraints[K] } = {}
  for (const one of all) {
    for (const key of ['timeout_ms', 'max_bytes', 'max_calls'] as const) {
      const value = one[key]
      if (value !== undefined) merged[key] = Math.min(merged[key] ?? value, value)
    }
    if (one.allowed_hosts) merged.allowed_hosts = [...(merged.allowed_hosts ?? []), ...one.allowed_hosts]
    if (one.arguments) merged.arguments = [...(merged.arguments ?? []), ...one.arguments]
    if (one.redaction) merged.redaction = [...new Set([...(merged.redaction ?? []), ...one.redaction])].sort()
    if (one.unknown) merged.unknown = mergeUnknown(merged.unknown ?? {}, one.unknown)
  }
  return merged
}

function mergeUnknown(
  left: NonNullable<Constraints['unknown']>,
  right: NonNullable<Constraints['unknown']>,
): NonNullable<Constraints['unknown']> {
  const merged = new Map(Object.entries(left))
  for (const [key, values] of Object.entries(right)) merged.set(key, [...(merged.get(key) ?? []), ...values])
  return Object.fromEntries(merged)
}

/** Whether nothing can satisfy the merged constraints, as far as that is provable; the decision is then DENY. */
export function constraintsContradict(constraints: Constraints | null): boolean {
  return (constraints?.allowed_hosts?.length ?? 0) > 1 && hostListsContradict(constraints?.allowed_hosts ?? [])
}

/** One demand for all rules that ask for approval: each rule's quorum, the shortest time to live. */
export function mergeApprovals(all: readonly RuleApproval[]): ApprovalDemand | null {
  const [first] = all
  if (first === undefined) return null
  if (all.length === 1) return { all_of: [{ roles: first.roles, quorum: first.quorum }], ttl_ms: first.ttl_ms }
  const all_of: ApprovalQuorum[] = []
  let ttl_ms = Number.POSITIVE_INFINITY
  for (const one of all) {
    ttl_ms = Math.min(ttl_ms, one.ttl_ms)
    const at = all_of.findIndex(({ roles }) => sameRoles(roles, one.roles))
    const quorum = at < 0 ? one.quorum : Math.max(one.quorum, all_of[at]!.quorum)
    all_of[at < 0 ? all_of.length : at] = { roles: one.roles, quorum }
  }
  return { all_of, ttl_ms }
}

/** Roles are listed in ascending order. */
function sameRoles(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((role, i) => role === right[i])
}
