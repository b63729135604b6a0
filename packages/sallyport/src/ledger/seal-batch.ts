// One batch from pending to the log: moved, hashed, signed and written in one transaction.
import {
  type Frontier,
  formatCheckpoint,
  HASH_BYTES,
  leafHash,
  openFrontier,
  packFrontier,
  signNote,
  TILE_HEIGHT,
  unpackFrontier,
} from '@sallyport/core'
import type { Database, Tx } from '../store/database.ts'
import { type OpenedLog, openLog, type SequencerDeps } from './open-log.ts'
import { yearOf } from './origin.ts'
import { insertEntry, lockTenant, movePending, type NewHead, oldestPending, writeHead } from './sequencer-queries.ts'
import { sha256 } from './sha256.ts'

/** `sealed`: that many leaves entered a log. `empty`: nothing was pending. `busy`: another replica is at it. */
export interface SealedBatch {
  readonly outcome: 'sealed' | 'empty' | 'busy'
  readonly leaves: number
  /** About how many leaves are still pending. */
  readonly backlog: number
}

/** Seals up to `limit` pending leaves of `tenant`, all of one year. Nothing of a batch is visible before all of it. */
export function sealBatch(db: Database, deps: SequencerDeps, tenant: string, limit: number): Promise<SealedBatch> {
  return db.transaction().execute(async (tx) => {
    if (!(await lockTenant(tx, tenant))) return { outcome: 'busy', leaves: 0, backlog: 0 }
    const oldest = await oldestPending(tx, tenant)
    if (oldest === null) return { outcome: 'empty', leaves: 0, backlog: 0 }
    const opened = await openLog(tx, deps, tenant, yearOf(oldest))
    const first = opened.opening === null ? new Uint8Array(0) : await writeOpening(tx, tenant, opened)
    const start = opened.log.size + first.length / HASH_BYTES
    const moved = await movePending(tx, tenant, { ...opened.log, size: start }, limit)
    const leaf_hashes = Buffer.concat([first, moved.leaf_hashes])
    await writeHead(tx, tenant, opened.log, newHead(opened, leaf_hashes, deps))
    return { outcome: 'sealed', leaves: leaf_hashes.length / HASH_BYTES, backlog: moved.backlog }
  })
}

async function writeOpening(tx: Tx, tenant: string, { log, opening }: OpenedLog): Promise<Uint8Array> {
  if (opening === null) return new Uint8Array(0)
  await insertEntry(tx, tenant, log, opening)
  return leafHash(opening.bytes, sha256)
}

function newHead({ log }: OpenedLog, leaf_hashes: Uint8Array, deps: SequencerDeps): NewHead {
  const state = unpackFrontier(log.size, log.frontier)
  if (state === null) throw new Error(`the frontier of the log ${log.origin} does not fit its size`)
  const tiles: { level: number; idx: number; hash: Uint8Array }[] = []
  const frontier: Frontier = openFrontier(state, sha256, ({ level, index }, hash) => {
    if (level > 0 && level % TILE_HEIGHT === 0) tiles.push({ level: level / TILE_HEIGHT, idx: index, hash })
  })
  for (let at = 0; at < leaf_hashes.length; at += HASH_BYTES) frontier.append(leaf_hashes.subarray(at, at + HASH_BYTES))
  const { size } = frontier
  const root = frontier.root()
  const text = formatCheckpoint({ origin: log.origin, size, root })
  const note = signNote(text, deps.key.keyFor(log.origin), deps.key.sign)
  const signed_at = new Date(deps.now())
  return { size, frontier: packFrontier(frontier.state()), root, note, signed_at, leaf_hashes, tiles }
}
