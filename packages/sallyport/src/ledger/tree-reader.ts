// Hashes of a stored tree: fetched in two queries for any proof, then handed to core's pure functions.
import {
  foldRight,
  HASH_BYTES,
  type LeafRange,
  nodeHash,
  perfectNodes,
  type ReadNode,
  TILE_HEIGHT,
  type TreeNode,
} from '@sallyport/core'
import { sql } from 'kysely'
import type { Tx } from '../store/database.ts'
import { sha256 } from './sha256.ts'

/** A stretch of the hashes of one tile level. */
interface Span {
  readonly level: number
  readonly start: number
  readonly end: number
}

/** Fetches what the hashes of `ranges` need. Reading any other node afterwards is an error. */
export async function readTree(tx: Tx, log_id: number, ranges: readonly LeafRange[]): Promise<ReadNode> {
  const nodes = ranges.flatMap(perfectNodes)
  const spans = nodes.map(spanOf)
  const leaves = await readLeafHashes(
    tx,
    log_id,
    spans.filter(({ level }) => level === 0),
  )
  const tiles = await readTileHashes(
    tx,
    log_id,
    spans.filter(({ level }) => level > 0),
  )
  const known = new Map([...leaves, ...tiles])
  return (node) => {
    const { level, start, end } = spanOf(node)
    const hashes: Uint8Array[] = []
    for (let index = start; index < end; index++) {
      const hash = known.get(`${level}/${index}`)
      if (hash === undefined) throw new Error(`hash ${index} of tile level ${level} of log ${log_id} is missing`)
      hashes.push(hash)
    }
    return perfectRoot(hashes)
  }
}

/** Leaf hashes `start` to `end` - 1 of a log, in a row. Shorter than asked for where the log is. */
export async function readLeafHashRange(tx: Tx, log_id: number, start: number, end: number): Promise<Uint8Array> {
  const found = await readLeafHashes(tx, log_id, [{ level: 0, start, end }])
  return Buffer.concat([...found.values()])
}

/** Hashes `start` to `end` - 1 of tile level `level` ≥ 1 of a log, in a row. */
export async function readTileHashRange(tx: Tx, log_id: number, { level, start, end }: Span): Promise<Uint8Array> {
  const found = await readTileHashes(tx, log_id, [{ level, start, end }])
  return Buffer.concat([...found.values()])
}

// A perfect subtree of height 8·L + r is made of 2^r hashes of tile level L.
function spanOf({ level, index }: TreeNode): Span {
  const tile_level = Math.floor(level / TILE_HEIGHT)
  const count = 2 ** (level - tile_level * TILE_HEIGHT)
  return { level: tile_level, start: index * count, end: (index + 1) * count }
}

function perfectRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let row = hashes
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i]!, row[2 * i + 1]!, sha256))
  }
  return row[0] ?? foldRight([], sha256)
}

async function readLeafHashes(tx: Tx, log_id: number, spans: readonly Span[]): Promise<Map<string, Uint8Array>> {
  if (spans.length === 0) return new Map()
  const starts = spans.map(({ start }) => start)
  const ends = spans.map(({ end }) => end)
  // Checkpoints follow each other without a gap, so the first one that reaches the end bounds the scan.
  const { rows } = await sql<{ start: number; hashes: Uint8Array }>`
    select stretch.start, substring(c.leaf_hashes
      from (${HASH_BYTES} * (stretch.start - c.first))::int + 1
      for (${HASH_BYTES} * (stretch.stop - stretch.start))::int) as hashes
    from unnest(${starts}::bigint[], ${ends}::bigint[]) as asked (start, stop)
    join checkpoints c on c.log_id = ${log_id} and c.size > asked.start and c.size <= coalesce(
      (select min(size) from checkpoints where log_id = ${log_id} and size >= asked.stop), 9223372036854775807)
    cross join lateral (select greatest(c.first, asked.start) as start, least(c.size, asked.stop) as stop) stretch
    where stretch.start < stretch.stop
    order by stretch.start`.execute(tx)
  const found = new Map<string, Uint8Array>()
  for (const { start, hashes } of rows) {
    for (let i = 0; i * HASH_BYTES < hashes.length; i++) {
      found.set(`0/${start + i}`, hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES))
    }
  }
  return found
}

async function readTileHashes(tx: Tx, log_id: number, spans: readonly Span[]): Promise<Map<string, Uint8Array>> {
  if (spans.length === 0) return new Map()
  const columns = [spans.map((s) => s.level), spans.map((s) => s.start), spans.map((s) => s.end)]
  const { rows } = await sql<{ level: number; idx: number; hash: Uint8Array }>`
    select t.level, t.idx, t.hash
    from unnest(${columns[0]}::smallint[], ${columns[1]}::bigint[], ${columns[2]}::bigint[]) as asked (level, start, stop)
    join tiles t on t.log_id = ${log_id} and t.level = asked.level and t.idx >= asked.start and t.idx < asked.stop
    order by t.level, t.idx`.execute(tx)
  return new Map(rows.map(({ level, idx, hash }) => [`${level}/${idx}`, hash]))
}
