// The whole ledger of one tenant in the database, or what was added since a checkpoint (D2).
import { type Checkpoint, type NoteKey, openCheckpoint, parseVerifierKey, readCheckpoint } from '@sallyport/core'
import { sql } from 'kysely'
import { Refusal } from '../refusal.ts'
import type { Database, Tx } from '../store/database.ts'
import { ed25519Verify } from './ed25519.ts'
import { rootAt } from './prove.ts'
import type { PublishedHeads } from './published-heads.ts'
import { countPending, findLogs, type LogRow } from './queries.ts'
import { sha256 } from './sha256.ts'
import { collectFindings, type Findings, type LogVerification, type Verification } from './verification.ts'
import { verifyLog } from './verify-log.ts'

/** What a verification trusts and where it begins. */
export interface DatabaseVerification {
  /** The key that must have signed the log `origin`; where there is none, the key that the database itself names. */
  readonly keyFor?: (origin: string) => NoteKey | null
  /** Heads kept outside the database: without them a cleanly truncated log cannot be told from a short one. */
  readonly heads?: PublishedHeads
  /** A signed note: its log is verified from there on, provided the log still begins with it; other logs in whole. */
  readonly since?: string
}

/** Verifies `tenant`'s logs in one snapshot, streaming; memory stays bounded at any size. */
export function verifyDatabase(
  db: Database,
  tenant: string,
  options: DatabaseVerification = {},
): Promise<Verification> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await sql`select set_config('sallyport.tenant', ${tenant}, true)`.execute(tx)
      const findings = collectFindings()
      const logs: LogVerification[] = []
      const found = await findLogs(tx)
      requireKnown(found, options.since)
      for (const log of found) logs.push(await verifyOne(tx, log, options, findings))
      return findings.finish(logs, await countPending(tx))
    })
}

async function verifyOne(
  tx: Tx,
  log: LogRow,
  options: DatabaseVerification,
  findings: Findings,
): Promise<LogVerification> {
  const key = options.keyFor?.(log.origin) ?? parseVerifierKey(log.vkey, sha256)
  const unjudged = { origin: log.origin, size: log.size, records: 0 }
  if (key === null) {
    const message = `the verifier key of \`${log.origin}\` is unreadable`
    findings.add({ outcome: 'unverifiable', code: 'verifier_key', log: log.origin, message })
    return unjudged
  }
  const note = options.heads?.latest(log.origin) ?? null
  const published = note === null ? null : openCheckpoint(note, [key], ed25519Verify)
  if (note !== null && published === null) {
    const message = `the published head of \`${log.origin}\` is not signed by the log's key`
    findings.add({ outcome: 'tampered', code: 'published_head_forged', log: log.origin, message })
  }
  const since = sinceOf(log, key, options.since)
  if (since !== null && !(await beginsWith(tx, log, since))) {
    const message = `the log does not begin with the given head of ${since.size} leaves`
    findings.add({ outcome: 'tampered', code: 'head_lost', log: log.origin, index: since.size, message })
    return unjudged
  }
  // A closed shard was left behind by a restore: its published head is known to be ahead, and the next shard says so.
  return verifyLog(tx, log, { key, published: log.closed ? null : published, since }, findings)
}

function requireKnown(logs: readonly LogRow[], since: string | undefined): void {
  if (since === undefined) return
  const origin = readCheckpoint(since)?.origin
  if (origin === undefined) throw new Refusal('not_a_checkpoint', 'the given file is not a signed checkpoint')
  if (logs.some((log) => log.origin === origin)) return
  throw new Refusal('unknown_log', `this ledger has no log \`${origin}\``)
}

function sinceOf(log: LogRow, key: NoteKey, since: string | undefined): Checkpoint | null {
  if (since === undefined || readCheckpoint(since)?.origin !== log.origin) return null
  const checkpoint = openCheckpoint(since, [key], ed25519Verify)
  if (checkpoint !== null) return checkpoint
  throw new Refusal('checkpoint_forged', `the given checkpoint is not signed by the key of \`${log.origin}\``)
}

async function beginsWith(tx: Tx, log: LogRow, head: Checkpoint): Promise<boolean> {
  if (head.size > log.size) return false
  return head.size === 0 || Buffer.from(head.root).equals(await rootAt(tx, log.log_id, head.size))
}
