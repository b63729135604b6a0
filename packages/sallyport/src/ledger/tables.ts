// The ledger room's tables, as Kysely sees them.
import type { ColumnType, Generated } from 'kysely'
import type { VerificationOutcome } from './verification.ts'

/** Written once, never changed. */
type Fixed<T> = ColumnType<T, T, never>

/** One Merkle log: a tenant's year, or a later shard of it. */
export interface LogsTable {
  log_id: Generated<number>
  tenant_id: Fixed<string>
  year: Fixed<number>
  /** 1 for the year's first log; a restore opens the next. */
  shard: Fixed<number>
  /** Origin line of its checkpoints. */
  origin: Fixed<string>
  /** Verifier key line (C2SP signed-note) of the key that signs it. */
  vkey: Fixed<string>
  /** Leaves integrated so far. */
  size: number
  /** Roots of the perfect subtrees that cover the leaves, largest first, 32 bytes each. */
  frontier: Uint8Array
  /** True once a later shard has taken over. */
  closed: Generated<boolean>
  opened_at: Fixed<Date>
}

/** A leaf that its transaction recorded and the sequencer has not integrated yet. */
export interface PendingTable {
  seq: Generated<number>
  tenant_id: Fixed<string>
  id: Fixed<string>
  thread: Fixed<string>
  type: Fixed<string>
  at: Fixed<Date>
  /** The exact bytes that are hashed. */
  leaf: Fixed<Uint8Array>
}

/** An integrated leaf. Append-only. */
export interface EntriesTable {
  log_id: Fixed<number>
  /** Place in the log, from 0. */
  idx: Fixed<number>
  tenant_id: Fixed<string>
  id: Fixed<string>
  thread: Fixed<string>
  type: Fixed<string>
  at: Fixed<Date>
  leaf: Fixed<Uint8Array>
}

/** One hash of the tile level `level` ≥ 1: the root of a full tile of the level below. Append-only. */
export interface TilesTable {
  log_id: Fixed<number>
  tenant_id: Fixed<string>
  level: Fixed<number>
  idx: Fixed<number>
  hash: Fixed<Uint8Array>
}

/** A signed tree head, with the leaf hashes of its batch: they name a leaf that was changed. Append-only. */
export interface CheckpointsTable {
  log_id: Fixed<number>
  tenant_id: Fixed<string>
  /** Size of the checkpoint before. */
  first: Fixed<number>
  size: Fixed<number>
  /** RFC 6962 leaf hashes of leaves first to size - 1, 32 bytes each. */
  leaf_hashes: Fixed<Uint8Array>
  root: Fixed<Uint8Array>
  /** The signed note, verbatim. */
  note: Fixed<string>
  signed_at: Fixed<Date>
}

/** What opens one commitment of one leaf; erasing the row erases the value. */
export interface DisclosuresTable {
  tenant_id: Fixed<string>
  leaf_id: Fixed<string>
  name: Fixed<string>
  salt: Fixed<Uint8Array>
  /** Canonical JSON text. */
  value: Fixed<string>
}

/** View of every leaf, sealed (`log_id`, `idx`) or still pending (`seq`). */
export interface LeavesView {
  tenant_id: ColumnType<string, never, never>
  id: ColumnType<string, never, never>
  thread: ColumnType<string, never, never>
  type: ColumnType<string, never, never>
  at: ColumnType<Date, never, never>
  leaf: ColumnType<Uint8Array, never, never>
  log_id: ColumnType<number | null, never, never>
  idx: ColumnType<number | null, never, never>
  seq: ColumnType<number | null, never, never>
}

/** `recent`: what is new since the last good verification; `whole`: every record. */
export type VerificationKind = 'recent' | 'whole'

/** One scheduled verification of one period. */
export interface LedgerVerificationsTable {
  tenant_id: Fixed<string>
  kind: Fixed<VerificationKind>
  /** Number of the period since 1970-01-01 UTC. */
  period: Fixed<number>
  started_at: Date
  finished_at: Generated<Date | null>
  outcome: Generated<VerificationOutcome | null>
  records: Generated<number | null>
  checkpoint: Generated<string | null>
}

/** Tables of the ledger room. */
export interface LedgerTables {
  logs: LogsTable
  pending: PendingTable
  entries: EntriesTable
  tiles: TilesTable
  checkpoints: CheckpointsTable
  disclosures: DisclosuresTable
  leaves: LeavesView
  ledger_verifications: LedgerVerificationsTable
}
