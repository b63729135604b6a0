// The right edge of a growing tree: all that is needed to append leaves and to know the root, a few hashes at any size.
import type { Sha256 } from './json.ts'
import { foldRight, HASH_BYTES, nodeHash, perfectNodes, type TreeNode } from './merkle.ts'

/** The hashes of the perfect subtrees that cover a tree of `size` leaves, largest first. */
export interface FrontierState {
  readonly size: number
  readonly hashes: readonly Uint8Array[]
}

/** A tree that grows; it keeps its right edge only. */
export interface Frontier {
  readonly size: number
  /** Appends one leaf by its leaf hash. */
  append(leaf_hash: Uint8Array): void
  root(): Uint8Array
  state(): FrontierState
}

/** Opens a frontier at `state`; `completed` hears of each perfect subtree when its last leaf arrives. */
export function openFrontier(
  state: FrontierState,
  sha256: Sha256,
  completed?: (node: TreeNode, hash: Uint8Array) => void,
): Frontier {
  const hashes = [...state.hashes]
  let size = state.size
  return {
    get size() {
      return size
    },
    append(leaf_hash) {
      let hash = leaf_hash
      // Each trailing one bit of the size is a subtree that this leaf completes.
      let index = size
      completed?.({ level: 0, index }, hash)
      for (let level = 1; index % 2 === 1; level++) {
        hash = nodeHash(hashes.pop()!, hash, sha256)
        index = (index - 1) / 2
        completed?.({ level, index }, hash)
      }
      hashes.push(hash)
      size++
    },
    root: () => foldRight(hashes, sha256),
    state: () => ({ size, hashes: [...hashes] }),
  }
}

/** The tree without leaves. */
export const EMPTY_FRONTIER: FrontierState = { size: 0, hashes: [] }

/** The hashes in a row, 32 bytes each. */
export function packFrontier(state: FrontierState): Uint8Array {
  const bytes = new Uint8Array(state.hashes.length * HASH_BYTES)
  state.hashes.forEach((hash, i) => {
    bytes.set(hash, i * HASH_BYTES)
  })
  return bytes
}

/** Reverses `packFrontier`; null when `bytes` cannot be the frontier of `size` leaves. */
export function unpackFrontier(size: number, bytes: Uint8Array): FrontierState | null {
  const count = perfectNodes({ start: 0, end: size }).length
  if (bytes.length !== count * HASH_BYTES) return null
  const hashes = Array.from({ length: count }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES))
  return { size, hashes }
}
