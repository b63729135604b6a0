// Commits a group of items of one tenant through `action_commit`: one statement, one round trip, one commit.
import type { Constraints } from '@sallyport/core'
import { CompiledQuery, type Kysely } from 'kysely'
import type { PreparedLeaf } from '../ledger/prepare-leaves.ts'
import type { Tables } from '../store/tables.ts'
import type { ActionStatus } from './gate.ts'
import type { Verdict } from './verdict.ts'

/** A new action. */
export interface OpenedRow extends DecidedRow {
  readonly agent: string
  readonly topic: string | undefined
  readonly action: string | undefined
  readonly tool: string | undefined
  readonly host: string | undefined
  readonly action_hash: string
  /** Idempotency key, if the caller gave one. */
  readonly key: string | undefined
  /** What a later decision needs again; absent where none will follow. */
  readonly request: string | undefined
}

/** An action that goes on to another status. */
export interface MovedRow extends DecidedRow {
  readonly sources: readonly ActionStatus[]
  /** Version of `approval` to consume; absent where none is consumed. */
  readonly approval_version: number | undefined
}

/** What both say about the decision. */
export interface DecidedRow {
  readonly id: string
  readonly epoch: number
  readonly status: ActionStatus
  readonly decision: string
  readonly rule: string | null
  readonly reason: string
  readonly code: string
  readonly matched: readonly string[]
  readonly constraints: Constraints | null
  readonly policy_hash: string
  readonly decided_us: number
  readonly approval: string | undefined
  /** Newest leaf of the story. */
  readonly leaf: string
  /** When it becomes `unknown` without outcome, in milliseconds since 1970-01-01 UTC. */
  readonly deadline: number | undefined
}

/** An outcome. */
export interface SettledRow {
  readonly id: string
  readonly agent: string
  /** The leaf that the outcome follows from; another one now means that somebody else was faster. */
  readonly parent: string
  readonly status: 'succeeded' | 'failed' | 'unknown'
  readonly duration_ms: number
  readonly result_bytes: number | undefined
  readonly error_code: string | undefined
  readonly leaf: string
}

/** One item of a group: at most one change, and its leaves. */
export interface Item {
  readonly opened?: OpenedRow
  readonly moved?: MovedRow
  readonly settled?: SettledRow
  readonly leaves: readonly PreparedLeaf[]
}

/** `stale`: the policy has another epoch by now. `lost`: the key, action or approval is not as it was any more. */
export type ItemResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'stale'; readonly epoch: number }
  | { readonly kind: 'lost' }

// One text for every group, so that it is prepared once per connection; compiled by hand, because this is the hot path.
const COMMIT = `select epoch, done from action_commit($1, $2, $3::json, $4::json, $5::json, $6::integer[], $7::json,
  $8::json)`

const DONE: ItemResult = { kind: 'done' }
const LOST: ItemResult = { kind: 'lost' }

/** Commits the items; each is done wholly or leaves no trace. `db` may be a transaction of the caller's. */
export async function commitItems(
  db: Kysely<Tables>,
  tenant: string,
  at: number,
  items: readonly Item[],
): Promise<readonly ItemResult[]> {
  const { rows } = await db.executeQuery<{ epoch: number | null; done: number[] }>(
    CompiledQuery.raw(COMMIT, [tenant, new Date(at), ...columnsOf(items)]),
  )
  const epoch = rows[0]?.epoch ?? 0
  const done = new Set(rows[0]?.done)
  return items.map((item, n) => {
    if (done.has(n)) return DONE
    const decided = item.opened ?? item.moved
    return decided !== undefined && decided.epoch !== epoch ? { kind: 'stale', epoch } : LOST
  })
}

/** The parameters of `COMMIT` from the third on. */
function columnsOf(items: readonly Item[]): unknown[] {
  const opened: object[] = []
  const moved: object[] = []
  const settled: object[] = []
  const noted: number[] = []
  const leaves: object[] = []
  const disclosed: object[] = []
  items.forEach((item, n) => {
    if (item.opened !== undefined) opened.push({ ...item.opened, ...timesOf(item.opened), n })
    else if (item.moved !== undefined) moved.push({ ...item.moved, ...timesOf(item.moved), n })
    else if (item.settled !== undefined) settled.push({ ...item.settled, at: timeOf(item.settled.id), n })
    else noted.push(n)
    for (const { id, thread, type, at, leaf, disclosed: opening } of item.leaves) {
      leaves.push({ n, id, thread, type, at: iso(at), leaf })
      for (const { leaf_id, name, salt, value } of opening) {
        disclosed.push({ n, leaf_id, name, value, salt: Buffer.from(salt).toString('base64') })
      }
    }
  })
  return [listOf(opened), listOf(moved), listOf(settled), noted, JSON.stringify(leaves), listOf(disclosed)]
}

function listOf(rows: readonly object[]): string | null {
  if (rows.length === 0) return null
  const text = JSON.stringify(rows)
  return text.includes('\\u0000') ? text.replace(NUL, '$1\\ufffd') : text
}

// PostgreSQL's text holds no NUL; names that hold one are refused by the policy, and their rows still have to be kept.
// Canonical JSON within a row has its own escapes escaped once more, and stays as it is.
const NUL = /(?<!\\)((?:\\\\)*)\\u0000/g

function timesOf(row: DecidedRow): object {
  return { at: timeOf(row.id), deadline: row.deadline === undefined ? undefined : iso(row.deadline) }
}

/** Whether a text is a UUIDv7 of a time that a date can have; no action has another id. */
export function isActionId(id: string): boolean {
  return UUID7.test(id) && id < 'e6'
}

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** The time inside a UUIDv7, which is the time that its action is partitioned by. */
export function timeOf(id: string): string {
  return iso(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

/** The decision's part of a row. */
export function decidedColumns(verdict: Verdict): Omit<DecidedRow, 'id' | 'status' | 'approval' | 'leaf' | 'deadline'> {
  const { decision, rule, reason, code, matched, constraints, policy_hash } = verdict.decision
  const { policy, decided_us } = verdict
  return { decision, rule, reason, code, matched, constraints, policy_hash, epoch: policy.epoch, decided_us }
}
