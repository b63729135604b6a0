// Records verified per second from an export directory, written here the way an export writes it.
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import {
  buildLeaf,
  EMPTY_FRONTIER,
  encodeBundle,
  formatCheckpoint,
  hashesAtLevel,
  leafHash,
  openFrontier,
  signNote,
  TILE_WIDTH,
  type Tile,
  tilePath,
  tilesOfLevel,
} from '@sallyport/core'
import { sha256 } from '../../packages/sallyport/src/ledger/sha256.ts'
import { signingKey } from '../../packages/sallyport/src/ledger/signing-key.ts'
import { sampleLeaf } from './sample-leaf.ts'

const ORIGIN = 'bench.example/ledger/bench/2026'

/** Result of the measurement. */
export interface VerificationResult {
  readonly records: number
  readonly bytes: number
  readonly records_per_second: number
  /** Largest resident set while verifying, in MiB. */
  readonly rss_mib: number
}

/** Writes an export of `size` records to a temporary directory and verifies it. */
export function benchVerification(size: number): VerificationResult {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
  const bytes = writeExport(directory, size)
  const program = join(import.meta.dirname, 'verify-export.ts')
  const { outcome, records, elapsed_ms, rss_mib } = JSON.parse(
    execFileSync(process.execPath, [program, directory], { encoding: 'utf8' }),
  )
  rmSync(directory, { recursive: true })
  if (outcome !== 'ok' || records !== size) throw new Error(`verified ${records} of ${size}: ${outcome}`)
  return { records, bytes, records_per_second: (1_000 * records) / elapsed_ms, rss_mib }
}

function writeExport(directory: string, size: number): number {
  const write = (tile: Tile, content: Uint8Array): void => {
    const path = join(directory, tilePath(tile))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, content)
  }
  const upper = new Map<number, Uint8Array[]>()
  const frontier = openFrontier(EMPTY_FRONTIER, sha256, ({ level }, hash) => {
    if (level > 0 && level % 8 === 0) upper.set(level / 8, [...(upper.get(level / 8) ?? []), hash])
  })
  let bytes = 0
  for (const { index, width } of tilesOfLevel(0, size)) {
    const leaves = Array.from({ length: width }, sampleBytes)
    const hashes = leaves.map((leaf) => leafHash(leaf, sha256))
    for (const hash of hashes) frontier.append(hash)
    const bundle = encodeBundle(leaves)
    bytes += bundle.length
    write({ level: 'entries', index, width }, bundle)
    write({ level: 0, index, width }, Buffer.concat(hashes))
  }
  for (const [level, hashes] of upper) {
    for (const tile of tilesOfLevel(level, hashesAtLevel(level, size))) {
      write(tile, Buffer.concat(hashes.slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width)))
    }
  }
  const key = signingKey(generateKeyPairSync('ed25519').privateKey)
  const text = formatCheckpoint({ origin: ORIGIN, size, root: frontier.root() })
  writeFileSync(join(directory, 'checkpoint'), signNote(text, key.keyFor(ORIGIN), key.sign))
  writeFileSync(join(directory, 'vkey'), `${key.verifierKey(ORIGIN)}\n`)
  return bytes
}

function sampleBytes(): Uint8Array {
  const built = buildLeaf(sampleLeaf(), 'bench', () => new Uint8Array(0), sha256)
  if (!built.ok) throw new Error(built.message)
  return built.bytes
}
