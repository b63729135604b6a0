// Hash tiles above the leaves: rebuilt from below while the tree grows, and held against the exported files.
import { type Checkpoint, hashesAtLevel, TILE_HEIGHT, TILE_WIDTH, type TreeNode } from '@sallyport/core'
import { readExportedTile } from './exported-tiles.ts'
import type { Finding } from './verification.ts'

/** Takes the subtrees of a growing tree and reports tiles that are not made of them. */
export interface UpperTiles {
  completed(node: TreeNode, hash: Uint8Array): void
  /** Compares the partial tiles at the right edge. */
  finish(): void
}

/** Compares with the files below `directory`; holds one row of hashes per level. */
export function compareUpperTiles(
  directory: string,
  { origin, size }: Checkpoint,
  report: (f: Finding) => void,
): UpperTiles {
  const rows = new Map<number, Uint8Array[]>()
  const compare = (level: number, index: number, hashes: readonly Uint8Array[]): void => {
    const stored = readExportedTile(directory, { level, index, width: hashes.length })
    if (stored?.equals(Buffer.concat(hashes))) return
    const message = `the hash tile ${index} of level ${level} ${stored === null ? 'is missing' : 'was changed'}`
    const code = stored === null ? 'tile_missing' : 'tile_changed'
    report({ outcome: 'tampered', code, log: origin, index: index * TILE_WIDTH ** (level + 1), message })
  }
  return {
    completed({ level, index }, hash) {
      if (level === 0 || level % TILE_HEIGHT !== 0) return
      const tile_level = level / TILE_HEIGHT
      const row = rows.get(tile_level) ?? []
      rows.set(tile_level, row)
      row.push(hash)
      if (row.length === TILE_WIDTH) compare(tile_level, Math.floor(index / TILE_WIDTH), row.splice(0))
    },
    finish() {
      for (const [level, row] of rows) {
        if (row.length > 0) compare(level, Math.floor(hashesAtLevel(level, size) / TILE_WIDTH), row)
      }
    },
  }
}
