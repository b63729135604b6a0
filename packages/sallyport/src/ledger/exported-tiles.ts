// Files of an exported log: tiles as they lie there, and entry bundles as the leaf hashes they give.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeBundle, HASH_BYTES, type Tile, tilePath } from '@sallyport/core'
import { sha256 } from './sha256.ts'

/** The bytes of a tile; null when the file is missing. */
export function readExportedTile(directory: string, tile: Tile): Buffer | null {
  const path = join(directory, tilePath(tile))
  return existsSync(path) ? readFileSync(path) : null
}

/** The leaf hashes of an entry bundle in a row; null when the file is missing, empty when it is no bundle. */
export function hashExportedBundle(directory: string, index: number, width: number): Buffer | null {
  const bytes = readExportedTile(directory, { level: 'entries', index, width })
  if (bytes === null) return null
  const entries = decodeBundle(bytes) ?? []
  const hashes = Buffer.alloc(entries.length * HASH_BYTES)
  entries.forEach((entry, i) => {
    hashes.set(leafHashInPlace(bytes, entry), i * HASH_BYTES)
  })
  return hashes
}

// The byte before an entry is the low one of its length: it becomes the 0x00 that RFC 6962 puts in front of a leaf.
function leafHashInPlace(bundle: Buffer, entry: Uint8Array): Uint8Array {
  const at = entry.byteOffset - bundle.byteOffset
  bundle[at - 1] = 0
  return sha256(bundle.subarray(at - 1, at + entry.length))
}
