// Proof that one leaf is in a tree (RFC 9162 section 2.1.3).
import type { Sha256 } from './json.ts'
import { type LeafRange, nodeHash, type ReadNode, rangeHash, sameHash, splitPoint } from './merkle.ts'

/** The subtrees whose hashes prove leaf `index` in a tree of `size`, from the leaf's sibling to the root's child. */
export function inclusionRanges(index: number, size: number): readonly LeafRange[] {
  const path: LeafRange[] = []
  let start = 0
  let end = size
  while (end - start > 1) {
    const split = start + splitPoint(end - start)
    if (index < split) {
      path.push({ start: split, end })
      end = split
    } else {
      path.push({ start, end: split })
      start = split
    }
  }
  return path.reverse()
}

/** The inclusion proof of leaf `index` in a tree of `size`; both must fit (0 ≤ index < size). */
export function inclusionProof(index: number, size: number, read: ReadNode, sha256: Sha256): readonly Uint8Array[] {
  return inclusionRanges(index, size).map((range) => rangeHash(range, read, sha256))
}

/** The root that `proof` leads to from `leaf_hash` at `index` of `size` leaves; null when it is not of the right form. */
export function rootFromInclusion(
  leaf_hash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  sha256: Sha256,
): Uint8Array | null {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null
  const ranges = inclusionRanges(index, size)
  if (ranges.length !== proof.length) return null
  return ranges.reduce((hash, range, i) => {
    const sibling = proof[i]!
    return range.start > index ? nodeHash(hash, sibling, sha256) : nodeHash(sibling, hash, sha256)
  }, leaf_hash)
}

/** Whether `proof` shows that the leaf with `leaf_hash` is leaf `index` of the tree with `root`. */
export function verifyInclusion(
  claim: { readonly leaf_hash: Uint8Array; readonly index: number; readonly size: number; readonly root: Uint8Array },
  proof: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  const root = rootFromInclusion(claim.leaf_hash, claim.index, claim.size, proof, sha256)
  return root !== null && sameHash(root, claim.root)
}
