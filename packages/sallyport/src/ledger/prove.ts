// Proofs from the stored tree: that an entry is in a log, and that one head is the beginning of another.
import {
  consistencyProof,
  consistencyRanges,
  inclusionProof,
  inclusionRanges,
  rangeHash,
  type TlogProof,
} from '@sallyport/core'
import type { Tx } from '../store/database.ts'
import { type CheckpointRow, type EntryRow, findCheckpoint } from './queries.ts'
import { sha256 } from './sha256.ts'
import { readTree } from './tree-reader.ts'

/** The proof of a sealed entry under the newest checkpoint of its log, with the entry itself as `extra`. */
export async function proveEntry(tx: Tx, entry: EntryRow): Promise<TlogProof> {
  const checkpoint = (await findCheckpoint(tx, entry.log_id)) as CheckpointRow
  const hashes = await proveInclusion(tx, entry.log_id, entry.idx, checkpoint.size)
  return { extra: entry.leaf, index: entry.idx, hashes, checkpoint: checkpoint.note }
}

// Inclusion proof of leaf `index` in the log's first `size` leaves.
async function proveInclusion(tx: Tx, log_id: number, index: number, size: number): Promise<readonly Uint8Array[]> {
  const read = await readTree(tx, log_id, inclusionRanges(index, size))
  return inclusionProof(index, size, read, sha256)
}

/** Consistency proof from the log's first `from` leaves to its first `to`. */
export async function proveConsistency(
  tx: Tx,
  log_id: number,
  from: number,
  to: number,
): Promise<readonly Uint8Array[]> {
  const ranges = from === 0 || from === to ? [] : consistencyRanges(from, to)
  return consistencyProof(from, to, await readTree(tx, log_id, ranges), sha256)
}

/** The root of the log's first `size` leaves. */
export async function rootAt(tx: Tx, log_id: number, size: number): Promise<Uint8Array> {
  const range = { start: 0, end: size }
  return rangeHash(range, await readTree(tx, log_id, [range]), sha256)
}
