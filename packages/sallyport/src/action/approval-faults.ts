// Why a held approval does not fit a use, as core says it, and as the row says it.
import { type ApprovalFault, type ApprovalUse, bind } from '@sallyport/core'
import type { HeldApproval } from '../approval/held-approval.ts'

/** Every reason, most telling first; an empty list means that it may be used. */
export function approvalFaults(held: HeldApproval, use: ApprovalUse): readonly ApprovalFault[] {
  const faults = bind(held, use)
  const waiting = faults.every((fault) => fault.code === 'approval_pending')
  // Closed before its time, because the policy or another decision made it worthless.
  if (held.closed && waiting) {
    return [{ code: 'approval_expired', message: 'the approval is no longer valid; submit the action again' }]
  }
  return faults
}

/** Whether the approval merely waits for votes. */
export function isPending(faults: readonly ApprovalFault[]): boolean {
  return faults.length === 1 && faults[0]?.code === 'approval_pending'
}
