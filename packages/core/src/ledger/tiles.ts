// How a log lies in files and URLs: hash tiles and entry bundles of C2SP tlog-tiles (tile height 8).

/** Hashes of a full tile, and entries of a full bundle. */
export const TILE_WIDTH = 256

/** Tree levels that one tile covers. */
export const TILE_HEIGHT = 8

/** A tile: `width` hashes at tree level `8·level`, or a bundle of as many entries. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256; below 256 the tile is partial. */
  readonly width: number
}

/** Path of a tile below the log's prefix, such as `tile/0/x001/234.p/17`. */
export function tilePath(tile: Tile): string {
  const digits = String(tile.index).padStart(3, '0')
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  const index = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${tile.level}/${index}${tile.width < TILE_WIDTH ? `.p/${tile.width}` : ''}`
}

const TILE_PATH = /^tile\/(entries|\d|[1-5]\d|6[0-3])\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** The tile that `path` names; null unless it is exactly what `tilePath` would write. */
export function parseTilePath(path: string): Tile | null {
  const found = TILE_PATH.exec(path)
  if (found === null) return null
  const level = found[1] === 'entries' ? 'entries' : Number(found[1])
  const index = Number(found[2]!.replaceAll(/[x/]/g, ''))
  const tile: Tile = { level, index, width: found[3] === undefined ? TILE_WIDTH : Number(found[3]) }
  return Number.isSafeInteger(index) && tilePath(tile) === path ? tile : null
}

/** Every hash tile at `level` of a tree of `size` leaves holds `hashes` hashes in all; the last tile may be partial. */
export function hashesAtLevel(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** The width of tile `index` where a level holds `total` hashes; 0 when there is no such tile. */
export function tileWidth(index: number, total: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, total - index * TILE_WIDTH))
}

/** Every tile of a level that holds `total` hashes, left to right. */
export function* tilesOfLevel(level: number | 'entries', total: number): Generator<Tile> {
  for (let index = 0; index * TILE_WIDTH < total; index++) yield { level, index, width: tileWidth(index, total) }
}

/** Entry bundle: each entry behind its length as a big-endian uint16. Entries must be below 64 KiB. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + 2 + entry.length, 0))
  let at = 0
  for (const entry of entries) {
    bytes[at] = entry.length >> 8
    bytes[at + 1] = entry.length & 255
    bytes.set(entry, at + 2)
    at += 2 + entry.length
  }
  return bytes
}

/** The entries of a bundle, as views of `bytes`; null when the lengths do not add up. */
export function decodeBundle(bytes: Uint8Array): readonly Uint8Array[] | null {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    if (at + 2 > bytes.length) return null
    const end = at + 2 + ((bytes[at]! << 8) | bytes[at + 1]!)
    if (end > bytes.length) return null
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}
