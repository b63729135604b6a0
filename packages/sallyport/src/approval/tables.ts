// The approval room's tables, as Kysely sees them.
import type { ApprovalDemand, ApprovalStatus, JsonObject } from '@sallyport/core'

/** Tables of the approval room. */
export interface ApprovalTables {
  approvals: ApprovalsTable
  approval_votes: ApprovalVotesTable
  approval_grants: ApprovalGrantsTable
}

/** One approval. `closed_at` is null while an identical call may still join it. */
export interface ApprovalsTable {
  tenant_id: string
  id: string
  action_id: string
  requester: string
  action_hash: string
  policy_hash: string
  demand: ApprovalDemand
  /** UTF-8 of the canonical JSON that approvers are shown; erasable. */
  shown: Uint8Array
  status: ApprovalStatus
  /** Counts changes; a use names the version that it judged. */
  version: number
  /** The grant that minted it, if one did. */
  grant_id: string | null
  /** Newest leaf of the story; the parent of the next one. */
  last_leaf: string
  created_at: Date
  expires_at: Date
  consumed_at: Date | null
  closed_at: Date | null
}

/** One person's vote on one approval. */
export interface ApprovalVotesTable {
  tenant_id: string
  approval_id: string
  person: string
  roles: string[]
  verdict: 'approve' | 'reject'
  /** Free text; erasable. */
  reason: string
  voted_at: Date
}

/** A standing permission that mints single-use approvals within its bounds. */
export interface ApprovalGrantsTable {
  tenant_id: string
  id: string
  agent: string
  /** Pattern; null where the grant does not bound the tool. */
  tool: string | null
  /** Pattern; null where the grant does not bound the action. */
  action: string | null
  /** JSON Schema that the arguments must satisfy, or null. */
  arguments: JsonObject | null
  max_uses: number
  used: number
  reason: string
  created_by: string
  /** Roles that the creator held; each minted approval carries them as its vote. */
  roles: string[]
  leaf: string
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
}
