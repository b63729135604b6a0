// The tree of an exported log, from its entry bundles and hash tiles, against the root that was signed.
import {
  type Checkpoint,
  EMPTY_FRONTIER,
  HASH_BYTES,
  openFrontier,
  sameHash,
  TILE_WIDTH,
  type Tile,
  tilesOfLevel,
} from '@sallyport/core'
import { compareTile } from './compare-tile.ts'
import { hashExportedBundle, readExportedTile } from './exported-tiles.ts'
import { sha256 } from './sha256.ts'
import { compareUpperTiles } from './upper-tiles.ts'
import type { Finding, Findings } from './verification.ts'

/**
 * Verifies the files below `directory`; answers how many records it looked at. Of records and level-0 tiles, those that
 * give the signed root are believed, and then each of the others that differs is named. One tile is in memory at a time.
 */
export function verifyExportedTree(
  directory: string,
  checkpoint: Checkpoint,
  pruned_below: number,
  findings: Findings,
): number {
  const log = checkpoint.origin
  const suspects: Finding[] = []
  const upper = compareUpperTiles(directory, checkpoint, (finding) => suspects.push(finding))
  const frontier = openFrontier(EMPTY_FRONTIER, sha256, upper.completed)
  let records = 0
  for (const tile of tilesOfLevel(0, checkpoint.size)) {
    const first = tile.index * TILE_WIDTH
    const found = hashExportedBundle(directory, tile.index, tile.width)
    const stored = readExportedTile(directory, tile)
    const signed = stored ?? found
    if (signed === null || signed.length !== tile.width * HASH_BYTES) {
      const stretch = `records ${first} to ${first + tile.width - 1}`
      const message = `${stretch} cannot be judged: neither they nor their hashes are whole`
      const code = 'leaf_missing'
      findings.add({ outcome: 'tampered', code, log, index: first, until: first + tile.width, message })
      return records
    }
    records += (found?.length ?? 0) / HASH_BYTES
    if (stored === null) suspects.push(missingTile(log, tile))
    if (found === null) suspects.push(missingBundle(log, tile, pruned_below))
    else if (!found.equals(signed)) suspects.push(...compareTile(log, first, found, signed))
    for (let at = 0; at < signed.length; at += HASH_BYTES) frontier.append(signed.subarray(at, at + HASH_BYTES))
  }
  upper.finish()
  const believed = sameHash(frontier.root(), checkpoint.root)
  for (const finding of believed ? suspects : reconsider(directory, checkpoint, suspects)) findings.add(finding)
  return records
}

// The tiles do not give the signed root. If the records do, the tiles were changed; otherwise nothing can be believed.
function reconsider(directory: string, checkpoint: Checkpoint, suspects: readonly Finding[]): Finding[] {
  const { origin: log, size } = checkpoint
  const tiles: Finding[] = []
  const upper = compareUpperTiles(directory, checkpoint, (finding) => tiles.push(finding))
  const frontier = openFrontier(EMPTY_FRONTIER, sha256, upper.completed)
  for (const { index, width } of tilesOfLevel(0, size)) {
    const found = hashExportedBundle(directory, index, width) ?? Buffer.alloc(0)
    for (let at = 0; at < found.length; at += HASH_BYTES) frontier.append(found.subarray(at, at + HASH_BYTES))
  }
  if (frontier.size !== size || !sameHash(frontier.root(), checkpoint.root)) {
    const message = `neither the records nor the hash tiles give the root that was signed at ${size} records`
    return [{ outcome: 'tampered', code: 'root_mismatch', log, index: 0, until: size, message }, ...suspects]
  }
  upper.finish()
  const touched = suspects.filter(({ code }) => code.startsWith('leaf_')).map(({ index }) => index ?? 0)
  for (const tile of new Set(touched.map((index) => Math.floor(index / TILE_WIDTH)))) {
    const message = `the hash tile ${tile} of level 0 was changed; its records are intact`
    tiles.push({ outcome: 'tampered', code: 'tile_changed', log, index: tile * TILE_WIDTH, message })
  }
  return tiles
}

function missingTile(log: string, { index }: Tile): Finding {
  const message = `the hash tile ${index} of level 0 is missing`
  return { outcome: 'tampered', code: 'tile_missing', log, index: index * TILE_WIDTH, message }
}

function missingBundle(log: string, { index, width }: Tile, pruned_below: number): Finding {
  const first = index * TILE_WIDTH
  const until = first + width
  const stretch = `records ${first} to ${until - 1}`
  const place = { log, index: first, until }
  if (until <= pruned_below)
    return { ...place, outcome: 'pruned', code: 'leaf_pruned', message: `${stretch} were pruned` }
  return { ...place, outcome: 'tampered', code: 'leaf_missing', message: `${stretch} are missing` }
}
