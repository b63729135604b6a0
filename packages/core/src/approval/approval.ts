// An approval as core sees it: one permission, for one exact action under one exact policy, to be used once (B2).
import type { ApprovalDemand } from '../policy/decision.ts'

/** Where an approval stands. */
export type ApprovalStatus = 'pending' | 'granted' | 'rejected' | 'expired' | 'consumed'

/** What a person said about a held action. */
export interface Vote {
  /** Id of the person who voted. */
  readonly person: string
  /** Roles the person held when voting. */
  readonly roles: readonly string[]
  readonly verdict: 'approve' | 'reject'
}

/** One approval with everything that a use of it is checked against. */
export interface Approval {
  readonly id: string
  readonly tenant: string
  /** The agent or service whose action is held; it never counts as a voter. */
  readonly requester: string
  /** Lower-case hex SHA-256 of exactly what will execute; see `actionHash`. */
  readonly action_hash: string
  readonly policy_hash: string
  /** What the policy asked for when the action was held. */
  readonly demand: ApprovalDemand
  /** Milliseconds since 1970-01-01 UTC; from this moment on the approval is worthless. */
  readonly expires_at: number
  /** Milliseconds since 1970-01-01 UTC of its one use, or null. */
  readonly consumed_at: number | null
  readonly votes: readonly Vote[]
}
