// The action room's tables, as Kysely sees them.
import type { Constraints } from '@sallyport/core'
import type { ActionStatus } from './gate.ts'

/** Tables of the action room. */
export interface ActionTables {
  actions: ActionsTable
  action_requests: ActionRequestsTable
  action_keys: ActionKeysTable
}

/** One action and where it stands; partitioned by `at`, which is also the time inside `id` (UUIDv7). */
export interface ActionsTable {
  tenant_id: string
  at: Date
  id: string
  agent: string
  status: ActionStatus
  topic: string | null
  action: string | null
  tool: string | null
  host: string | null
  action_hash: string
  decision: string
  rule: string | null
  reason: string
  code: string
  matched: string[]
  constraints: Constraints | null
  policy_hash: string
  decided_us: number
  approval_id: string | null
  /** Newest leaf of the story; the parent of the next one. */
  last_leaf: string
  /** When a started action without outcome becomes `unknown`. */
  deadline: Date | null
  settled_at: Date | null
  duration_ms: number | null
  result_bytes: number | null
  error_code: string | null
  /** The caller's own name for the session that it is a step of. */
  trajectory_name: string | null
}

/** What a later decision needs again; erasable, gone once the action has started or ended. */
export interface ActionRequestsTable {
  tenant_id: string
  action_id: string
  /** UTF-8 of canonical JSON. */
  request: Uint8Array
}

/** Idempotency keys, each bound to the action it was first used for. */
export interface ActionKeysTable {
  tenant_id: string
  agent: string
  key: string
  action_id: string
  action_hash: string
}
