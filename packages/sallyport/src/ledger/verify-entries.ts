// One stretch of stored entries against the leaf hashes that were signed: each changed, missing, added or moved one by name.
import { HASH_BYTES, leafHash, sameHash, toHex } from '@sallyport/core'
import type { Tx } from '../store/database.ts'
import { type EntryRow, type LogRow, readEntries } from './queries.ts'
import { type LeafContent, readLeaf } from './read-leaf.ts'
import { sha256 } from './sha256.ts'
import type { Findings } from './verification.ts'
import { verifyDisclosures } from './verify-disclosures.ts'

/** Leaf hashes of a stretch that begins at leaf `first`, 32 bytes each. */
export interface SignedStretch {
  readonly first: number
  readonly leaf_hashes: Uint8Array
}

const CHUNK = 2_000

/** Compares the stored entries of `stretch` with its hashes; answers how many records it looked at. */
export async function verifyEntries(tx: Tx, log: LogRow, stretch: SignedStretch, findings: Findings): Promise<number> {
  const end = stretch.first + stretch.leaf_hashes.length / HASH_BYTES
  let records = 0
  for (let from = stretch.first; from < end; from += CHUNK) {
    const to = Math.min(from + CHUNK, end)
    const entries = await readEntries(tx, log, from, to)
    records += entries.length
    const intact = verifyChunk(log, stretch, entries, from, to, findings)
    await verifyDisclosures(tx, log, intact, findings)
  }
  return records
}

/** An entry whose bytes are as they were signed. */
export interface IntactEntry {
  readonly index: number
  readonly content: LeafContent
}

function verifyChunk(
  log: LogRow,
  stretch: SignedStretch,
  entries: readonly EntryRow[],
  from: number,
  to: number,
  findings: Findings,
): IntactEntry[] {
  const intact: IntactEntry[] = []
  let expected = from
  for (const entry of entries) {
    for (; expected < entry.idx; expected++) reportMissing(log, expected, findings)
    if (entry.idx < expected) {
      const message = `index ${entry.idx} is taken twice; the row \`${entry.id}\` was added`
      findings.add({
        outcome: 'tampered',
        code: 'leaf_added',
        log: log.origin,
        index: entry.idx,
        id: entry.id,
        message,
      })
      continue
    }
    expected++
    const content = verifyEntry(log, stretch, entry, findings)
    if (content !== null) intact.push({ index: entry.idx, content })
  }
  for (; expected < to; expected++) reportMissing(log, expected, findings)
  return intact
}

function reportMissing(log: LogRow, index: number, findings: Findings): void {
  const message = `leaf ${index} is missing`
  findings.add({ outcome: 'tampered', code: 'leaf_missing', log: log.origin, index, message })
}

function verifyEntry(log: LogRow, stretch: SignedStretch, entry: EntryRow, findings: Findings): LeafContent | null {
  const found = leafHash(entry.leaf, sha256)
  const report = (code: string, message: string): null => {
    findings.add({ outcome: 'tampered', code, log: log.origin, index: entry.idx, id: entry.id, message })
    return null
  }
  if (!sameHash(found, hashAt(stretch, entry.idx))) {
    const home = indexOf(stretch, found)
    if (home === null) return report('leaf_changed', `leaf ${entry.idx} (\`${entry.id}\`) was changed`)
    return report('leaf_moved', `leaf ${entry.idx} (\`${entry.id}\`) was moved here from ${home}`)
  }
  const content = readLeaf(entry.leaf)
  const columns = [entry.id, entry.thread, entry.type, entry.at.getTime()]
  const said = [content.id, content.thread, content.type, content.at]
  if (columns.every((column, i) => column === said[i])) return content
  return report('columns_changed', `the columns beside leaf ${entry.idx} (\`${content.id}\`) were changed`)
}

function hashAt({ first, leaf_hashes }: SignedStretch, index: number): Uint8Array {
  const at = (index - first) * HASH_BYTES
  return leaf_hashes.subarray(at, at + HASH_BYTES)
}

function indexOf({ first, leaf_hashes }: SignedStretch, hash: Uint8Array): number | null {
  const at = toHex(leaf_hashes).indexOf(toHex(hash))
  return at < 0 || at % (2 * HASH_BYTES) !== 0 ? null : first + at / (2 * HASH_BYTES)
}
