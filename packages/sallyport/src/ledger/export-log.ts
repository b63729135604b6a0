// A log as plain files in the C2SP tlog-tiles layout, which anybody can verify without Sallyport (D6).
import { createPublicKey } from 'node:crypto'
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  encodeBundle,
  hashesAtLevel,
  leafHash,
  type NoteKey,
  parseVerifierKey,
  TILE_WIDTH,
  tilePath,
  tilesOfLevel,
} from '@sallyport/core'
import { sql } from 'kysely'
import type { Database, Tx } from '../store/database.ts'
import { EXPORT_README } from './export-readme.ts'
import { type CheckpointRow, findCheckpoint, findLogs, type LogRow, readEntries } from './queries.ts'
import { readLeaf } from './read-leaf.ts'
import { sha256 } from './sha256.ts'
import { readTileHashRange } from './tree-reader.ts'

/** What an export is to hold. */
export interface ExportOptions {
  /** Write `disclosures.jsonl` too: the personal values behind the commitments. Off unless asked for. */
  readonly disclosures?: boolean
}

/** One exported log. */
export interface ExportedLog {
  readonly origin: string
  readonly directory: string
  readonly size: number
}

/**
 * Exports every log of `tenant` that has a checkpoint to `<directory>/<year>` (or `<year>-<shard>`), in one snapshot,
 * streaming. Files that are there already are replaced.
 */
export function exportLedger(
  db: Database,
  tenant: string,
  directory: string,
  options: ExportOptions = {},
): Promise<readonly ExportedLog[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`select set_config('sallyport.tenant', ${tenant}, true)`.execute(tx)
      mkdirSync(directory, { recursive: true })
      writeFileSync(join(directory, 'README.txt'), EXPORT_README)
      const exported: ExportedLog[] = []
      for (const log of await findLogs(tx)) {
        const checkpoint = await findCheckpoint(tx, log.log_id)
        if (checkpoint === null) continue
        const place = join(directory, log.shard === 1 ? String(log.year) : `${log.year}-${log.shard}`)
        await exportLog(tx, log, checkpoint, place, options)
        exported.push({ origin: log.origin, directory: place, size: checkpoint.size })
      }
      return exported
    })
}

async function exportLog(
  tx: Tx,
  log: LogRow,
  checkpoint: CheckpointRow,
  directory: string,
  options: ExportOptions,
): Promise<void> {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'vkey'), `${log.vkey}\n`)
  writeFileSync(join(directory, 'public-key.pem'), publicKeyPem(log))
  const disclosures = join(directory, 'disclosures.jsonl')
  rmSync(disclosures, { force: true })
  for (const { index, width } of tilesOfLevel('entries', checkpoint.size)) {
    const entries = await readEntries(tx, log, index * TILE_WIDTH, index * TILE_WIDTH + width)
    const leaves = entries.map(({ leaf }) => leaf)
    writeTile(directory, { level: 'entries', index, width }, encodeBundle(leaves))
    const hashes = leaves.map((leaf) => leafHash(leaf, sha256))
    writeTile(directory, { level: 0, index, width }, Buffer.concat(hashes))
    if (options.disclosures) await appendDisclosures(tx, leaves, disclosures)
  }
  await exportUpperTiles(tx, log, checkpoint.size, directory)
  // Last, so that an export that was cut short has no head to pretend with.
  writeFileSync(join(directory, 'checkpoint'), checkpoint.note)
}

async function exportUpperTiles(tx: Tx, log: LogRow, size: number, directory: string): Promise<void> {
  for (let level = 1; hashesAtLevel(level, size) > 0; level++) {
    for (const tile of tilesOfLevel(level, hashesAtLevel(level, size))) {
      const start = tile.index * TILE_WIDTH
      const span = { level, start, end: start + tile.width }
      writeTile(directory, tile, await readTileHashRange(tx, log.log_id, span))
    }
  }
}

function writeTile(directory: string, tile: Parameters<typeof tilePath>[0], bytes: Uint8Array): void {
  const path = join(directory, tilePath(tile))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

async function appendDisclosures(tx: Tx, leaves: readonly Uint8Array[], path: string): Promise<void> {
  const ids = leaves.map((leaf) => readLeaf(leaf).id)
  const rows = await tx
    .selectFrom('disclosures')
    .select(['leaf_id', 'name', 'salt', 'value'])
    .where('leaf_id', 'in', ids)
    .orderBy('leaf_id')
    .orderBy('name')
    .execute()
  const lines = rows.map(({ leaf_id, name, salt, value }) =>
    JSON.stringify({ leaf_id, name, salt: Buffer.from(salt).toString('hex'), value }),
  )
  if (lines.length > 0) appendFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
}

function publicKeyPem(log: LogRow): string {
  const { public_key } = parseVerifierKey(log.vkey, sha256) as NoteKey
  const x = Buffer.from(public_key).toString('base64url')
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  return key.export({ type: 'spki', format: 'pem' }) as string
}
