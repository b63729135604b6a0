// One log of the database from its first checkpoint to its last: signatures, roots, hashes, tiles, entries.
import {
  type Checkpoint,
  EMPTY_FRONTIER,
  type Frontier,
  type FrontierState,
  HASH_BYTES,
  type NoteKey,
  openCheckpoint,
  openFrontier,
  perfectNodes,
  sameHash,
  TILE_HEIGHT,
} from '@sallyport/core'
import type { Tx } from '../store/database.ts'
import { ed25519Verify } from './ed25519.ts'
import type { LogRow } from './queries.ts'
import { sha256 } from './sha256.ts'
import { readTree } from './tree-reader.ts'
import type { Findings, LogVerification } from './verification.ts'
import { verifyEntries } from './verify-entries.ts'
import { type BuiltTile, verifyTiles } from './verify-tiles.ts'

/** What a log is held against beside itself. */
export interface LogExpectations {
  /** The key that must have signed. */
  readonly key: NoteKey
  /** A head kept outside the database, which must be in the log. */
  readonly published: Checkpoint | null
  /** Begin after this head, which was verified before. */
  readonly since: Checkpoint | null
}

interface StoredCheckpoint {
  readonly first: number
  readonly size: number
  readonly leaf_hashes: Uint8Array
  readonly root: Uint8Array
  readonly note: string
}

/** Checkpoints read at once: bounds memory at a few megabytes. */
const PAGE = 20

/** Verifies one log as this transaction sees it. */
export async function verifyLog(
  tx: Tx,
  log: LogRow,
  expected: LogExpectations,
  findings: Findings,
): Promise<LogVerification> {
  const tiles: BuiltTile[] = []
  const frontier = openFrontier(await startingPoint(tx, log, expected.since), sha256, ({ level, index }, hash) => {
    if (level > 0 && level % TILE_HEIGHT === 0) tiles.push({ level: level / TILE_HEIGHT, idx: index, hash })
  })
  let records = 0
  let published_seen = expected.published === null || expected.published.size <= frontier.size
  for (let page = await readPage(tx, log, frontier.size); page.length > 0; ) {
    for (const checkpoint of page) {
      if (!verifyCheckpoint(log, checkpoint, frontier, expected.key, findings)) {
        return { origin: log.origin, size: log.size, records }
      }
      const { published } = expected
      if (published?.size === checkpoint.size) published_seen = sameHash(published.root, checkpoint.root)
      records += await verifyEntries(tx, log, checkpoint, findings)
    }
    await verifyTiles(tx, log, tiles.splice(0), findings)
    page = await readPage(tx, log, frontier.size)
  }
  if (!published_seen) reportLost(log, expected.published as Checkpoint, findings)
  await verifyEnd(tx, log, frontier.size, findings)
  return { origin: log.origin, size: frontier.size, records }
}

// The frontier below a head that was verified before; the head's own root vouches for it.
async function startingPoint(tx: Tx, log: LogRow, since: Checkpoint | null): Promise<FrontierState> {
  if (since === null || since.size === 0) return EMPTY_FRONTIER
  const range = { start: 0, end: since.size }
  return { size: since.size, hashes: perfectNodes(range).map(await readTree(tx, log.log_id, [range])) }
}

function readPage(tx: Tx, log: LogRow, above: number): Promise<StoredCheckpoint[]> {
  return tx
    .selectFrom('checkpoints')
    .select(['first', 'size', 'leaf_hashes', 'root', 'note'])
    .where('log_id', '=', log.log_id)
    .where('size', '>', above)
    .orderBy('size')
    .limit(PAGE)
    .execute()
}

// False where nothing after it can be judged any more, because the tree below is unknown.
function verifyCheckpoint(
  log: LogRow,
  checkpoint: StoredCheckpoint,
  frontier: Frontier,
  key: NoteKey,
  findings: Findings,
): boolean {
  const { first, size, leaf_hashes } = checkpoint
  const place = { outcome: 'tampered' as const, log: log.origin, index: frontier.size, until: size }
  if (first !== frontier.size) {
    const message = `the checkpoint after ${frontier.size} leaves is missing; the next one is of ${size}`
    findings.add({ ...place, code: 'checkpoint_missing', message })
    return false
  }
  for (let at = 0; at < leaf_hashes.length; at += HASH_BYTES) frontier.append(leaf_hashes.subarray(at, at + HASH_BYTES))
  const signed = openCheckpoint(checkpoint.note, [key], ed25519Verify)
  if (signed === null || signed.origin !== log.origin || signed.size !== size) {
    findings.add({
      ...place,
      code: 'checkpoint_forged',
      message: `the checkpoint of ${size} leaves is not signed by the log's key`,
    })
  } else if (!sameHash(signed.root, frontier.root()) || !sameHash(signed.root, checkpoint.root)) {
    const message = `leaf hashes ${first} to ${size - 1} are not those that were signed at ${size} leaves`
    findings.add({ ...place, code: 'root_mismatch', message })
    return false
  }
  return true
}

function reportLost(log: LogRow, head: Checkpoint, findings: Findings): void {
  const message = `the published head of ${head.size} leaves is not in the log; it was truncated, restored or rewritten`
  findings.add({ outcome: 'tampered', code: 'published_head_lost', log: log.origin, index: head.size, message })
}

// Entries beyond the last checkpoint were put there by nobody who signs, and a larger size has lost its checkpoints.
async function verifyEnd(tx: Tx, log: LogRow, size: number, findings: Findings): Promise<void> {
  if (log.size !== size) {
    const message = `the log says ${log.size} leaves, its last checkpoint ${size}`
    findings.add({ outcome: 'tampered', code: 'log_truncated', log: log.origin, index: size, until: log.size, message })
  }
  const beyond = await tx
    .selectFrom('entries')
    .select(['idx', 'id'])
    .where('log_id', '=', log.log_id)
    .where((eb) => eb.or([eb('idx', '>=', size), eb('idx', '<', 0)]))
    .limit(100)
    .execute()
  for (const { idx, id } of beyond) {
    const message = `leaf ${idx} (\`${id}\`) was added without a checkpoint`
    findings.add({ outcome: 'tampered', code: 'leaf_added', log: log.origin, index: idx, id, message })
  }
}
