// Proof that one tree is the beginning of another (RFC 9162 section 2.1.4).
import type { Sha256 } from './json.ts'
import { emptyRoot, type LeafRange, nodeHash, type ReadNode, rangeHash, sameHash, splitPoint } from './merkle.ts'

/** A tree head: how many leaves, and their root. */
export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/** The subtrees whose hashes prove that a tree of `from` leaves begins one of `to` leaves (0 < from < to). */
export function consistencyRanges(from: number, to: number): readonly LeafRange[] {
  const ranges: LeafRange[] = []
  let start = 0
  let end = to
  // INVARIANT: the old tree's right edge lies in (start, end].
  while (from !== end) {
    const split = start + splitPoint(end - start)
    if (from <= split) {
      ranges.push({ start: split, end })
      end = split
    } else {
      ranges.push({ start, end: split })
      start = split
    }
  }
  // The old tree itself is known to the verifier; a later part of it is not.
  if (start > 0) ranges.push({ start, end })
  return ranges.reverse()
}

/** The consistency proof between sizes `from` and `to`; empty when they are equal or the first is the empty tree. */
export function consistencyProof(from: number, to: number, read: ReadNode, sha256: Sha256): readonly Uint8Array[] {
  if (from === 0 || from === to) return []
  return consistencyRanges(from, to).map((range) => rangeHash(range, read, sha256))
}

/** Whether `proof` shows that the tree `older` is the beginning of the tree `newer`. */
export function verifyConsistency(
  older: TreeHead,
  newer: TreeHead,
  proof: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  if (older.size > newer.size || older.size < 0 || !Number.isSafeInteger(newer.size)) return false
  if (!Number.isSafeInteger(older.size)) return false
  if (older.size === newer.size) return proof.length === 0 && sameHash(older.root, newer.root)
  if (older.size === 0) return proof.length === 0 && sameHash(older.root, emptyRoot(sha256))
  const ranges = consistencyRanges(older.size, newer.size)
  if (ranges.length !== proof.length) return false
  return rebuildBoth(older, newer, ranges, proof, sha256)
}

// Climbs from the last part of the old tree: what lies to the left belongs to both trees, what lies right to the new.
function rebuildBoth(
  older: TreeHead,
  newer: TreeHead,
  ranges: readonly LeafRange[],
  proof: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  const seeded = ranges[0]!.end === older.size
  let old_hash = seeded ? proof[0]! : older.root
  let new_hash = old_hash
  for (let i = seeded ? 1 : 0; i < ranges.length; i++) {
    const sibling = proof[i]!
    if (ranges[i]!.start >= older.size) new_hash = nodeHash(new_hash, sibling, sha256)
    else {
      old_hash = nodeHash(sibling, old_hash, sha256)
      new_hash = nodeHash(sibling, new_hash, sha256)
    }
  }
  return sameHash(old_hash, older.root) && sameHash(new_hash, newer.root)
}
