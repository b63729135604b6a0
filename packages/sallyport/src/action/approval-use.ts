// An action as an approval sees it: what it would be used for, and what is asked for when there is none.
import type { ApprovalDemand, ApprovalUse } from '@sallyport/core'
import type { ApprovalRequest } from '../approval/hold.ts'
import { type Asked, shownContent } from './asked.ts'
import type { Verdict } from './verdict.ts'

/** What the decision demands; the strictest reading, anybody's vote, where it says nothing. */
function demandOf(verdict: Verdict): ApprovalDemand {
  return verdict.decision.approval ?? { all_of: [], ttl_ms: 0 }
}

/** What an approval is checked against when this action wants to use it now. */
export function useOf(asked: Asked, verdict: Verdict, now: number): ApprovalUse {
  const { tenant, id: requester } = asked.principal
  const { policy_hash } = verdict.decision
  return { tenant, requester, action_hash: asked.action_hash, policy_hash, demand: demandOf(verdict), now }
}

/** The approval that this action asks for. */
export function approvalRequest(
  asked: Asked,
  verdict: Verdict,
  ids: Pick<ApprovalRequest, 'id' | 'action_id' | 'parent'>,
): ApprovalRequest {
  const { now: _, ...bound } = useOf(asked, verdict, 0)
  const { rule, reason, code } = verdict.decision
  return { ...bound, ...ids, shown: { ...shownContent(asked), held_by: { rule, reason, code } } }
}
