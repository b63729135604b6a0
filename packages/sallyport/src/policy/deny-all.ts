// The policy of a tenant that has none that could be used: everything is denied, and the reason says why (fail closed).
import { compileText, invalidPolicy } from './compile-text.ts'
import type { ActivePolicy } from './policy-source.ts'

/** Denies everything with `reason`. */
export function denyAll(epoch: number, reason: string): ActivePolicy {
  const rules = [{ id: 'no-usable-policy', decision: 'DENY', reason }]
  const compiled = compileText(JSON.stringify({ version: 'v1', rules }))
  if (!compiled.ok) throw invalidPolicy(compiled.errors)
  return { matcher: compiled.matcher, policy_hash: compiled.policy_hash, epoch }
}
