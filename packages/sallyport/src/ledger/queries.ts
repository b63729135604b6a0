// What is read of the ledger's logs: which there are, their checkpoints, one entry, a stretch of entries.
import type { Tx } from '../store/database.ts'
import { yearBounds } from './origin.ts'

/** A log as readers see it. */
export interface LogRow {
  readonly log_id: number
  readonly tenant_id: string
  readonly year: number
  readonly shard: number
  readonly origin: string
  readonly vkey: string
  readonly size: number
  readonly closed: boolean
}

/** An entry as it is stored. */
export interface EntryRow {
  readonly log_id: number
  readonly idx: number
  readonly id: string
  readonly thread: string
  readonly type: string
  readonly at: Date
  readonly leaf: Uint8Array
}

/** A checkpoint without its hashes. */
export interface CheckpointRow {
  readonly first: number
  readonly size: number
  readonly root: Uint8Array
  readonly note: string
}

const LOG = ['log_id', 'tenant_id', 'year', 'shard', 'origin', 'vkey', 'size', 'closed'] as const
const ENTRY = ['log_id', 'idx', 'id', 'thread', 'type', 'at', 'leaf'] as const
const CHECKPOINT = ['first', 'size', 'root', 'note'] as const

/** The tenant's logs, oldest first. */
export function findLogs(tx: Tx): Promise<LogRow[]> {
  return tx.selectFrom('logs').select(LOG).orderBy('year').orderBy('shard').execute()
}

/** One log; null where the tenant has none of that id. */
export async function findLog(tx: Tx, log_id: number): Promise<LogRow | null> {
  return (await tx.selectFrom('logs').select(LOG).where('log_id', '=', log_id).executeTakeFirst()) ?? null
}

/** The newest checkpoint of a log, or its newest at no more than `upto` leaves; null where there is none. */
export async function findCheckpoint(tx: Tx, log_id: number, upto?: number): Promise<CheckpointRow | null> {
  const newest = tx.selectFrom('checkpoints').select(CHECKPOINT).where('log_id', '=', log_id).orderBy('size', 'desc')
  const bounded = upto === undefined ? newest : newest.where('size', '<=', upto)
  return (await bounded.limit(1).executeTakeFirst()) ?? null
}

/** The sealed leaf `id`; null where it is unknown or still pending. */
export async function findEntry(tx: Tx, id: string): Promise<EntryRow | null> {
  return (await tx.selectFrom('entries').select(ENTRY).where('id', '=', id).limit(1).executeTakeFirst()) ?? null
}

/** Whether leaf `id` was recorded and waits for the sequencer. */
export async function isPending(tx: Tx, id: string): Promise<boolean> {
  return (await tx.selectFrom('pending').select('id').where('id', '=', id).limit(1).executeTakeFirst()) !== undefined
}

/** How many leaves wait to be sealed. */
export async function countPending(tx: Tx): Promise<number> {
  const { n } = await tx
    .selectFrom('pending')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** Entries `from` to `to` - 1 of a log, in order; what is missing is simply not there. */
export function readEntries(tx: Tx, log: LogRow, from: number, to: number): Promise<EntryRow[]> {
  const bounds = yearBounds(log.year)
  return tx
    .selectFrom('entries')
    .select(ENTRY)
    .where('log_id', '=', log.log_id)
    .where('idx', '>=', from)
    .where('idx', '<', to)
    .where('at', '>=', bounds.from)
    .where('at', '<', bounds.to)
    .orderBy('idx')
    .execute()
}
