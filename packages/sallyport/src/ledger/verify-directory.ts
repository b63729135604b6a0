// An exported ledger: every record under its checkpoint, streamed from files, a changed one named (D2, D6).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type NoteKey, openCheckpoint, parseVerifierKey, readCheckpoint } from '@sallyport/core'
import { Refusal } from '../refusal.ts'
import { ed25519Verify } from './ed25519.ts'
import { sha256 } from './sha256.ts'
import { collectFindings, type Findings, type LogVerification, type Verification } from './verification.ts'
import { verifyExportedTree } from './verify-exported-tree.ts'

/** What a verification of files trusts. */
export interface DirectoryVerification {
  /** Verifier key lines that are trusted; without them, the `vkey` file beside each checkpoint. */
  readonly verifier_keys?: readonly string[]
  /** Entries below this index may be missing by retention. 0 unless given. */
  readonly pruned_below?: number
}

/**
 * Verifies the log in `directory`, or each log in its subdirectories. Throws `Refusal` `no_export` where there is none.
 */
export function verifyDirectory(directory: string, options: DirectoryVerification = {}): Verification {
  const places = isLog(directory) ? [directory] : subdirectories(directory).filter(isLog)
  if (places.length === 0) {
    throw new Refusal(
      'no_export',
      `\`${directory}\` holds no exported log; give a directory with a \`checkpoint\` file`,
    )
  }
  const findings = collectFindings()
  return findings.finish(places.map((place) => verifyExportedLog(place, options, findings)))
}

function verifyExportedLog(directory: string, options: DirectoryVerification, findings: Findings): LogVerification {
  const note = readText(join(directory, 'checkpoint'))
  const claimed = note === null ? null : readCheckpoint(note)
  if (note === null || claimed === null) {
    const message = `\`${join(directory, 'checkpoint')}\` is missing or no checkpoint`
    findings.add({ outcome: 'unverifiable', code: 'checkpoint_unreadable', log: directory, message })
    return { origin: directory, size: 0, records: 0 }
  }
  const keys = trustedKeys(directory, options)
  const checkpoint = openCheckpoint(note, keys, ed25519Verify)
  if (checkpoint === null) {
    const known = keys.some(({ name }) => name === claimed.origin)
    const message = known
      ? 'the checkpoint is not signed by the log’s key'
      : `no trusted key of \`${claimed.origin}\` is at hand; give its verifier key`
    const [outcome, code] = known
      ? (['tampered', 'checkpoint_forged'] as const)
      : (['unverifiable', 'key_unknown'] as const)
    findings.add({ outcome, code, log: claimed.origin, message })
    return { origin: claimed.origin, size: claimed.size, records: 0 }
  }
  const records = verifyExportedTree(directory, checkpoint, options.pruned_below ?? 0, findings)
  return { origin: checkpoint.origin, size: checkpoint.size, records }
}

function trustedKeys(directory: string, options: DirectoryVerification): NoteKey[] {
  const lines = options.verifier_keys ?? [readText(join(directory, 'vkey')) ?? '']
  return lines.map((line) => parseVerifierKey(line, sha256)).filter((key) => key !== null)
}

const isLog = (directory: string): boolean =>
  existsSync(join(directory, 'checkpoint')) || existsSync(join(directory, 'tile'))

function subdirectories(directory: string): string[] {
  if (!existsSync(directory)) return []
  const found = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return found.map(({ name }) => join(directory, name)).sort()
}

function readText(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}
