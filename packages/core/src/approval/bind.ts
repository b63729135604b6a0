// Does an approval fit this use? Any difference at the moment of use rejects it; nothing is hashed anew (B2).
import type { ApprovalDemand } from '../policy/decision.ts'
import type { Approval } from './approval.ts'
import { tally } from './quorum.ts'

/** Why an approval does not fit, most telling first. */
export const APPROVAL_FAULTS = [
  'approval_wrong_tenant',
  'approval_wrong_requester',
  'approval_action_changed',
  'approval_consumed',
  'approval_rejected',
  'approval_expired',
  'approval_policy_changed',
  'approval_pending',
  'approval_insufficient',
] as const

/** Code of one reason. */
export type ApprovalFaultCode = (typeof APPROVAL_FAULTS)[number]

/** One reason why an approval does not fit. */
export interface ApprovalFault {
  readonly code: ApprovalFaultCode
  readonly message: string
}

/** What is about to happen, as it is now: recomputed hash, live policy, and what that policy demands. */
export interface ApprovalUse {
  readonly tenant: string
  readonly requester: string
  readonly action_hash: string
  readonly policy_hash: string
  readonly demand: ApprovalDemand
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number
}

const MESSAGES: Readonly<Record<ApprovalFaultCode, string>> = {
  approval_wrong_tenant: 'the approval belongs to another tenant',
  approval_wrong_requester: 'the approval was given to another requester; request one of your own',
  approval_action_changed: 'the action is not the one that was approved; submit the changed action to have it approved',
  approval_consumed: 'the approval has been used; submit the action again to ask for a new one',
  approval_rejected: 'the approval was rejected; do not repeat the action unchanged',
  approval_expired: 'the approval has expired; submit the action again to ask for a new one',
  approval_policy_changed: 'the policy has changed since the approval was requested; submit the action again',
  approval_pending: 'the approval has not been granted yet; wait for it or ask an approver',
  approval_insufficient: 'the votes do not satisfy the roles and quorum that the policy asks for now',
}

/** Every reason why `approval` does not fit `use`, in the order of `APPROVAL_FAULTS`; an empty list means it fits. */
export function bind(approval: Approval, use: ApprovalUse): readonly ApprovalFault[] {
  const own = tally(approval.demand, approval.requester, approval.votes).status
  const live = tally(use.demand, use.requester, approval.votes).status
  const faulty: Readonly<Record<ApprovalFaultCode, boolean>> = {
    approval_wrong_tenant: approval.tenant !== use.tenant,
    approval_wrong_requester: approval.requester !== use.requester,
    approval_action_changed: approval.action_hash !== use.action_hash,
    approval_consumed: approval.consumed_at !== null,
    approval_rejected: own === 'rejected',
    // Written so that a time that is not a number counts as expired.
    approval_expired: !(use.now < approval.expires_at),
    approval_policy_changed: approval.policy_hash !== use.policy_hash,
    approval_pending: own === 'pending',
    approval_insufficient: own === 'granted' && live !== 'granted',
  }
  return APPROVAL_FAULTS.filter((code) => faulty[code]).map((code) => ({ code, message: MESSAGES[code] }))
}
