// One decision of the gate with its circumstances: under which policy, when, and how long it took.
import { type Decision, judge, rulebookOf } from '@sallyport/core'
import type { ActivePolicy, PolicySource } from '../policy/policy-source.ts'
import type { Asked } from './asked.ts'

/** A decision that is about to be recorded. */
export interface Verdict {
  readonly decision: Decision
  readonly policy: ActivePolicy
  /** When it was made, in milliseconds since 1970-01-01 UTC. */
  readonly at: number
  /** Time spent deciding, in microseconds. */
  readonly decided_us: number
}

/** Why there was nothing to decide. */
export interface Contradiction {
  readonly code: 'unknown_tool' | 'contract_violated'
  readonly message: string
}

/** Decides under the policy in force, which is at least as new as `epoch`. */
export async function decideNow(
  source: PolicySource,
  asked: Asked,
  at: number,
  epoch: number,
): Promise<Verdict | Contradiction> {
  const policy = await source.current(asked.content.tenant, epoch)
  const began = performance.now()
  const { content, enforces, principal } = asked
  const judgement = judge(rulebookOf(policy.matcher), { content, tier: principal.tier, enforces, now: at })
  const decided_us = (performance.now() - began) * 1000
  if (judgement.kind === 'refused') return judgement
  return { decision: judgement.decision, policy, at, decided_us: Math.round(decided_us * 10) / 10 }
}
