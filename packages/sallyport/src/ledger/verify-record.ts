// One record: in the database by the proof it can give today, or from a `.tlog-proof` file alone.
import { type Checkpoint, type NoteKey, parseTlogProof, readCheckpoint, verifyTlogProof } from '@sallyport/core'
import { type Database, inTenant, type Tx } from '../store/database.ts'
import { ed25519Verify } from './ed25519.ts'
import { proveEntry } from './prove.ts'
import { type EntryRow, findEntry, findLog, isPending, type LogRow } from './queries.ts'
import { readLeaf } from './read-leaf.ts'
import { sha256 } from './sha256.ts'
import { collectFindings, type Findings, type Verification } from './verification.ts'
import { verifyDisclosures } from './verify-disclosures.ts'

/** Verifies leaf `id` of `tenant` under its log's newest checkpoint, and the values behind its commitments. */
export function verifyRecord(
  db: Database,
  tenant: string,
  id: string,
  keyFor: (log: LogRow) => NoteKey | null,
): Promise<Verification> {
  return inTenant(db, tenant, async (tx) => {
    const findings = collectFindings()
    const entry = await findEntry(tx, id)
    if (entry === null) return absent(id, await isPending(tx, id), findings)
    const log = (await findLog(tx, entry.log_id)) as LogRow
    const key = keyFor(log)
    await verifyStored(tx, log, entry, key === null ? [] : [key], findings)
    return findings.finish([{ origin: log.origin, size: log.size, records: 1 }])
  })
}

async function verifyStored(
  tx: Tx,
  log: LogRow,
  entry: EntryRow,
  keys: readonly NoteKey[],
  findings: Findings,
): Promise<void> {
  const shown = verifyTlogProof(await proveEntry(tx, entry), entry.leaf, keys, sha256, ed25519Verify)
  if (!shown.ok) {
    const { code, message } = shown
    const place = { log: log.origin, index: entry.idx, id: entry.id }
    findings.add({ ...place, outcome: keys.length === 0 ? 'unverifiable' : 'tampered', code, message })
    return
  }
  await verifyDisclosures(tx, log, [{ index: entry.idx, content: readLeaf(entry.leaf) }], findings)
}

function absent(id: string, pending: boolean, findings: Findings): Verification {
  const message = pending
    ? `the leaf \`${id}\` is not sealed yet; try again in a second`
    : `there is no leaf \`${id}\`; whether one was removed shows when the whole ledger is verified`
  findings.add({ outcome: 'unverifiable', code: pending ? 'leaf_pending' : 'unknown_leaf', log: '', id, message })
  return findings.finish([])
}

/** Verifies a `.tlog-proof` file. `entry` is the record's bytes; without it, the proof's `extra` is taken for them. */
export function verifyProofFile(text: string, entry: Uint8Array | null, keys: readonly NoteKey[]): Verification {
  const findings = collectFindings()
  const proof = parseTlogProof(text)
  const bytes = entry ?? proof?.extra ?? null
  if (proof === null || bytes === null) {
    const message = proof === null ? 'the file is no tlog-proof' : 'the proof does not bring its record; give it, too'
    findings.add({ outcome: 'unverifiable', code: 'proof_unreadable', log: '', message })
    return findings.finish([])
  }
  const { origin, size } = readCheckpoint(proof.checkpoint) ?? ({ origin: '', size: 0 } as Checkpoint)
  const shown = verifyTlogProof(proof, bytes, keys, sha256, ed25519Verify)
  const known = keys.some(({ name }) => name === origin)
  if (!shown.ok) {
    const { code, message } = shown
    findings.add({ outcome: known ? 'tampered' : 'unverifiable', code, log: origin, index: proof.index, message })
  }
  return findings.finish([{ origin, size, records: 1 }])
}
