// An approval as the control plane holds it: what core judges, and where the row stands.
import type { Approval, ApprovalStatus, JsonObject, Vote } from '@sallyport/core'

/** A vote with its time and reason. */
export interface RecordedVote extends Vote {
  readonly reason: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly voted_at: number
}

/** One approval with its votes. */
export interface HeldApproval extends Approval {
  readonly action_id: string
  readonly status: ApprovalStatus
  /** Counts changes; a use names the version that it judged. */
  readonly version: number
  /** What approvers are shown. */
  readonly shown: JsonObject
  readonly votes: readonly RecordedVote[]
  readonly grant_id: string | null
  readonly last_leaf: string
  readonly created_at: number
  /** True once no identical call can join it any more. */
  readonly closed: boolean
}

/** The status as of `now`: an approval that waited or lay unused beyond its expiry has expired, swept or not. */
export function statusAt(held: HeldApproval, now: number): ApprovalStatus {
  const live = held.status === 'pending' || held.status === 'granted'
  return live && !(now < held.expires_at) ? 'expired' : held.status
}
