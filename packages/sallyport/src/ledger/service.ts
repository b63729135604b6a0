// The ledger for its readers: logs, checkpoints, entries with proofs, stories and tiles of one tenant.
import {
  type Checkpoint,
  encodeBundle,
  formatTlogProof,
  HASH_BYTES,
  hashesAtLevel,
  readCheckpoint,
  type Tile,
  toBase64,
} from '@sallyport/core'
import { Refusal } from '../refusal.ts'
import { type Database, inTenant, type Tx } from '../store/database.ts'
import { proveConsistency, proveEntry } from './prove.ts'
import {
  type CheckpointRow,
  type EntryRow,
  findCheckpoint,
  findEntry,
  findLog,
  findLogs,
  isPending,
  type LogRow,
  readEntries,
} from './queries.ts'
import { type LeafContent, readLeaf } from './read-leaf.ts'
import { readTimeline, type TimelineEntry } from './timeline.ts'
import { readLeafHashRange, readTileHashRange } from './tree-reader.ts'
import type { Verification } from './verification.ts'
import { type DatabaseVerification, verifyDatabase } from './verify-database.ts'

/** A log and its newest head. */
export interface LogState {
  readonly id: number
  readonly origin: string
  readonly year: number
  readonly shard: number
  readonly verifier_key: string
  readonly size: number
  readonly open: boolean
  /** The signed note; null while the log is empty. */
  readonly checkpoint: string | null
}

/** A sealed entry with its proof. */
export interface ProvenRecord {
  readonly leaf: LeafContent
  readonly origin: string
  readonly index: number
  /** The exact bytes that are hashed, in Base 64. */
  readonly bytes: string
  /** The text of a `.tlog-proof` file (C2SP tlog-proof v1). */
  readonly proof: string
}

/** What readers of the ledger may ask. Everything is of one tenant. */
export interface LedgerService {
  logs(tenant: string): Promise<readonly LogState[]>
  /** The log's newest signed note. */
  checkpoint(tenant: string, log: number): Promise<string>
  /** The newest signed note of the tenant's newest log. */
  latestCheckpoint(tenant: string): Promise<string>
  entry(tenant: string, id: string): Promise<ProvenRecord>
  timeline(tenant: string, id: string): Promise<readonly TimelineEntry[]>
  /** Proof, in Base 64, that the log's first `from` leaves are the beginning of its first `to`. */
  consistency(tenant: string, log: number, from: number, to: number): Promise<readonly string[]>
  /** Verifies the whole ledger of the tenant, or what was added to a log since the signed note `since`. */
  verify(tenant: string, since?: string): Promise<Verification>
  /** The bytes of a hash tile or an entry bundle. */
  tile(tenant: string, log: number, tile: Tile): Promise<Uint8Array>
}

/** The service over `db`, acting as `sallyport_app`; `trust` says what a verification holds the database against. */
export function createLedgerService(db: Database, trust: Omit<DatabaseVerification, 'since'> = {}): LedgerService {
  const read = <T>(tenant: string, work: (tx: Tx) => Promise<T>): Promise<T> => inTenant(db, tenant, work)
  return {
    logs: (tenant) => read(tenant, listLogs),
    checkpoint: (tenant, log) => read(tenant, async (tx) => (await checkpointOf(tx, await knownLog(tx, log))).note),
    latestCheckpoint: (tenant) => read(tenant, newestNote),
    entry: (tenant, id) => read(tenant, (tx) => provenRecord(tx, uuid(id))),
    timeline: (tenant, id) => read(tenant, (tx) => story(tx, uuid(id))),
    consistency: (tenant, log, from, to) => read(tenant, (tx) => consistency(tx, log, from, to)),
    verify: (tenant, since) => verifyDatabase(db, tenant, since === undefined ? trust : { ...trust, since }),
    tile: (tenant, log, tile) => read(tenant, async (tx) => readTile(tx, await knownLog(tx, log), tile)),
  }
}

async function listLogs(tx: Tx): Promise<LogState[]> {
  const states: LogState[] = []
  for (const { log_id, origin, year, shard, vkey, size, closed } of await findLogs(tx)) {
    const checkpoint = (await findCheckpoint(tx, log_id))?.note ?? null
    states.push({ id: log_id, origin, year, shard, verifier_key: vkey, size, open: !closed, checkpoint })
  }
  return states
}

async function newestNote(tx: Tx): Promise<string> {
  const newest = (await findLogs(tx)).at(-1)
  if (newest === undefined) throw new Refusal('ledger_empty', 'nothing is sealed yet; try again in a second')
  return (await checkpointOf(tx, newest)).note
}

async function checkpointOf(tx: Tx, log: LogRow): Promise<CheckpointRow> {
  const checkpoint = await findCheckpoint(tx, log.log_id)
  if (checkpoint === null) throw new Refusal('ledger_empty', `nothing is sealed in \`${log.origin}\` yet`)
  return checkpoint
}

async function knownLog(tx: Tx, log_id: number): Promise<LogRow> {
  const log = await findLog(tx, log_id)
  if (log === null) throw new Refusal('unknown_log', `there is no log ${log_id}; \`/v1/ledger/logs\` lists them`)
  return log
}

async function provenRecord(tx: Tx, id: string): Promise<ProvenRecord> {
  const entry = await sealedEntry(tx, id)
  const proof = await proveEntry(tx, entry)
  const { origin } = readCheckpoint(proof.checkpoint) as Checkpoint
  const bytes = toBase64(entry.leaf)
  return { leaf: readLeaf(entry.leaf), origin, index: entry.idx, bytes, proof: formatTlogProof(proof) }
}

async function sealedEntry(tx: Tx, id: string): Promise<EntryRow> {
  const entry = await findEntry(tx, id)
  if (entry !== null) return entry
  if (await isPending(tx, id))
    throw new Refusal('leaf_pending', `the leaf \`${id}\` is not sealed yet; try again in a second`)
  throw new Refusal('unknown_leaf', `there is no leaf \`${id}\``)
}

async function story(tx: Tx, id: string): Promise<readonly TimelineEntry[]> {
  const told = await readTimeline(tx, id)
  if (told.length > 0) return told
  throw new Refusal('unknown_leaf', `the ledger knows no action, leaf or approval \`${id}\``)
}

async function consistency(tx: Tx, log_id: number, from: number, to: number): Promise<readonly string[]> {
  const log = await knownLog(tx, log_id)
  if (from <= to && to <= log.size) return (await proveConsistency(tx, log_id, from, to)).map(toBase64)
  throw new Refusal('unknown_tree_size', `the log has ${log.size} leaves; ask for 0 ≤ from ≤ to ≤ ${log.size}`)
}

async function readTile(tx: Tx, log: LogRow, { level, index, width }: Tile): Promise<Uint8Array> {
  const start = index * 256
  const end = start + width
  const total = level === 'entries' ? log.size : hashesAtLevel(level, log.size)
  if (end > total)
    throw new Refusal('unknown_tile', 'the log has no such tile; a tile is served once its leaves are sealed')
  if (level === 'entries') return encodeBundle((await readEntries(tx, log, start, end)).map(({ leaf }) => leaf))
  const hashes =
    level === 0
      ? await readLeafHashRange(tx, log.log_id, start, end)
      : await readTileHashRange(tx, log.log_id, { level, start, end })
  if (hashes.length !== width * HASH_BYTES) throw new Error(`log ${log.log_id} misses hashes of tile ${level}/${index}`)
  return hashes
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

function uuid(id: string): string {
  if (UUID.test(id)) return id.toLowerCase()
  throw new Refusal('malformed_id', `\`${id}\` is not a UUID; give the id of an action, a leaf or an approval`)
}
