// Stored tile hashes against those that the leaf hashes give.
import { sameHash } from '@sallyport/core'
import type { Tx } from '../store/database.ts'
import type { LogRow } from './queries.ts'
import type { Findings } from './verification.ts'

/** A hash of a tile level as the verifier built it. */
export interface BuiltTile {
  readonly level: number
  readonly idx: number
  readonly hash: Uint8Array
}

/** Compares `built` with what is stored. */
export async function verifyTiles(tx: Tx, log: LogRow, built: readonly BuiltTile[], findings: Findings): Promise<void> {
  if (built.length === 0) return
  const rows = await tx
    .selectFrom('tiles')
    .select(['level', 'idx', 'hash'])
    .where('log_id', '=', log.log_id)
    .where('idx', '>=', Math.min(...built.map(({ idx }) => idx)))
    .where('idx', '<=', Math.max(...built.map(({ idx }) => idx)))
    .execute()
  const stored = new Map(rows.map(({ level, idx, hash }) => [`${level}/${idx}`, hash]))
  for (const { level, idx, hash } of built) {
    const found = stored.get(`${level}/${idx}`)
    if (found !== undefined && sameHash(found, hash)) continue
    const message = `hash ${idx} of tile level ${level} ${found === undefined ? 'is missing' : 'was changed'}`
    const leaves = { index: idx * 256 ** level, until: (idx + 1) * 256 ** level }
    findings.add({ outcome: 'tampered', code: 'tile_changed', log: log.origin, ...leaves, message })
  }
}
