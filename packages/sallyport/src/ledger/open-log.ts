// Which log takes the next leaves of a year: the open one, or a new shard when a restore has lost published history.
import { buildLeaf, type Checkpoint, openCheckpoint } from '@sallyport/core'
import { Refusal } from '../refusal.ts'
import type { Database, Tx } from '../store/database.ts'
import { ed25519Verify } from './ed25519.ts'
import { originOf, yearBounds } from './origin.ts'
import type { PublishedHeads } from './published-heads.ts'
import { closeLog, insertLog, type LockedLog, lastShard, lockOpenLog } from './sequencer-queries.ts'
import { sha256 } from './sha256.ts'
import type { SigningKey } from './signing-key.ts'
import { uuidv7 } from './uuid.ts'

/** What sequencing needs beside the database. */
export interface SequencerDeps {
  readonly key: SigningKey
  /** Prefix of every log's origin. */
  readonly origin_prefix: string
  readonly heads: PublishedHeads
  readonly now: () => number
}

/** A log to append to, and the leaf that must come first where it is a new shard after a restore. */
export interface OpenedLog {
  readonly log: LockedLog
  readonly opening: OpeningLeaf | null
}

/** Leaf 0 of a shard that follows a lost one. */
export interface OpeningLeaf {
  readonly id: string
  readonly type: 'ledger.shard_opened'
  readonly at: Date
  readonly bytes: Uint8Array
}

/**
 * Locks the log for leaves of `year`. INVARIANT: nothing is signed for a log unless its last published head is a prefix
 * of what the database holds; otherwise a new shard opens, whose leaf 0 embeds that head.
 */
export async function openLog(tx: Tx, deps: SequencerDeps, tenant: string, year: number): Promise<OpenedLog> {
  const log = await lockOpenLog(tx, tenant, year)
  if (log !== null) {
    checkKey(log, deps.key)
    const head = publishedHead(deps, log.origin)
    if (head === null || (await holds(tx, log, head.checkpoint))) return { log, opening: null }
    await closeLog(tx, log.log_id)
  }
  return openShard(tx, deps, tenant, year)
}

// A head may also be left of a log whose very row was lost, so shards with a published head are passed over.
async function openShard(tx: Tx, deps: SequencerDeps, tenant: string, year: number): Promise<OpenedLog> {
  let shard = (await lastShard(tx, tenant, year)) + 1
  let lost = shard > 1 ? publishedHead(deps, originOf(deps.origin_prefix, tenant, year, shard - 1)) : null
  for (;;) {
    const head = publishedHead(deps, originOf(deps.origin_prefix, tenant, year, shard))
    if (head === null) break
    lost = head
    shard++
  }
  const origin = originOf(deps.origin_prefix, tenant, year, shard)
  const opened_at = new Date(deps.now())
  const vkey = deps.key.verifierKey(origin)
  const log = await insertLog(tx, { tenant_id: tenant, year, shard, origin, vkey, opened_at })
  return { log, opening: lost === null ? null : openingLeaf(tenant, year, lost, deps.now()) }
}

interface PublishedHead {
  readonly note: string
  readonly checkpoint: Checkpoint
}

function publishedHead(deps: SequencerDeps, origin: string): PublishedHead | null {
  const note = deps.heads.latest(origin)
  if (note === null) return null
  const checkpoint = openCheckpoint(note, [deps.key.keyFor(origin)], ed25519Verify)
  if (checkpoint !== null) return { note, checkpoint }
  throw new Refusal('published_head', `the published head of \`${origin}\` is not signed by this replica's key`)
}

// Only heads that stand in `checkpoints` are ever published, so the row of that size decides.
async function holds(tx: Tx, log: LockedLog, head: Checkpoint): Promise<boolean> {
  const row = await tx
    .selectFrom('checkpoints')
    .select('root')
    .where('log_id', '=', log.log_id)
    .where('size', '=', head.size)
    .executeTakeFirst()
  return head.size <= log.size && row !== undefined && Buffer.from(head.root).equals(row.root)
}

function checkKey(log: { readonly origin: string; readonly vkey: string }, key: SigningKey): void {
  if (log.vkey === key.verifierKey(log.origin)) return
  const message = `the log \`${log.origin}\` is signed by \`${log.vkey}\`, this replica holds another key; give every replica the same ledger key file`
  throw new Refusal('ledger_key_mismatch', message)
}

/**
 * Throws `Refusal` `ledger_key_mismatch` where an open log is signed by another key; for a replica's start, which ought
 * to fail rather than to serve without ever sealing.
 */
export async function checkSigningKey(db: Database, key: SigningKey): Promise<void> {
  const open = await db.selectFrom('logs').select(['origin', 'vkey']).where('closed', '=', false).execute()
  for (const log of open) checkKey(log, key)
}

// The leaf belongs to the log's year, whenever the restore happens; the body says when it did.
function openingLeaf(tenant: string, year: number, lost: PublishedHead, now: number): OpeningLeaf {
  const { from, to } = yearBounds(year)
  const at = Math.min(Math.max(now, from.getTime()), to.getTime() - 1)
  const id = uuidv7(now)
  const type = 'ledger.shard_opened' as const
  const { origin, size } = lost.checkpoint
  const body = { opened_at: now, follows: { origin, size, checkpoint: lost.note } }
  const built = buildLeaf({ id, type, thread: id, parents: [], at, body }, tenant, () => new Uint8Array(0), sha256)
  if (!built.ok) throw new Refusal(built.code, built.message)
  return { id, type, at: new Date(at), bytes: built.bytes }
}
