// The Merkle tree of RFC 6962 section 2.1 (the same in RFC 9162): leaf and node hashes, and the shape of any range.
import type { Sha256 } from './json.ts'

/** Bytes of a hash. */
export const HASH_BYTES = 32

/** One hash of the tree: the root of the perfect subtree of height `level` over leaves [index·2^level, (index+1)·2^level). */
export interface TreeNode {
  readonly level: number
  readonly index: number
}

/** Leaves [start, end) of the tree. */
export interface LeafRange {
  readonly start: number
  readonly end: number
}

/** Gives the hash of a perfect subtree. */
export type ReadNode = (node: TreeNode) => Uint8Array

/** `SHA-256(0x00 ‖ leaf)`: the prefix keeps a leaf from passing as a node. */
export function leafHash(leaf: Uint8Array, sha256: Sha256): Uint8Array {
  const prefixed = new Uint8Array(leaf.length + 1)
  prefixed.set(leaf, 1)
  return sha256(prefixed)
}

/** `SHA-256(0x01 ‖ left ‖ right)`. */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  const prefixed = new Uint8Array(1 + 2 * HASH_BYTES)
  prefixed[0] = 1
  prefixed.set(left, 1)
  prefixed.set(right, 1 + HASH_BYTES)
  return sha256(prefixed)
}

/** The root of the tree without leaves: the hash of nothing. */
export function emptyRoot(sha256: Sha256): Uint8Array {
  return sha256(new Uint8Array(0))
}

/** Largest power of two below `size`, which must be at least 2: where RFC 6962 splits a tree. */
export function splitPoint(size: number): number {
  let split = 1
  while (split * 2 < size) split *= 2
  return split
}

/** The perfect subtrees that make up `range`, left to right; `start` must be a multiple of the range's own split. */
export function perfectNodes(range: LeafRange): readonly TreeNode[] {
  const nodes: TreeNode[] = []
  for (let { start } = range; start < range.end; ) {
    let level = 0
    while (start % 2 ** (level + 1) === 0 && start + 2 ** (level + 1) <= range.end) level++
    nodes.push({ level, index: start / 2 ** level })
    start += 2 ** level
  }
  return nodes
}

/** The hash of a subtree from the hashes of its perfect parts, largest (leftmost) first. */
export function foldRight(hashes: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  let root = hashes.at(-1)
  if (root === undefined) return emptyRoot(sha256)
  for (let i = hashes.length - 2; i >= 0; i--) root = nodeHash(hashes[i]!, root, sha256)
  return root
}

/** The hash of the leaves of `range` as one subtree. */
export function rangeHash(range: LeafRange, read: ReadNode, sha256: Sha256): Uint8Array {
  return foldRight(perfectNodes(range).map(read), sha256)
}

/** Whether two hashes are the same bytes. Hashes are public, so time does not matter. */
export function sameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
