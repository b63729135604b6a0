// `sallyport ledger verify`: the database, an export, one record, or a proof file.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type NoteKey, parseVerifierKey } from '@sallyport/core'
import { headsDirectory } from '../ledger/published-heads.ts'
import { sha256 } from '../ledger/sha256.ts'
import { findSigningKey } from '../ledger/signing-key.ts'
import type { Verification } from '../ledger/verification.ts'
import { type DatabaseVerification, verifyDatabase } from '../ledger/verify-database.ts'
import { verifyDirectory } from '../ledger/verify-directory.ts'
import { verifyProofFile, verifyRecord } from '../ledger/verify-record.ts'
import { Refusal } from '../refusal.ts'
import { readSettings } from '../settings.ts'
import type { OpenStore } from '../store/open-store.ts'
import { exitCodeOf, printVerification } from './ledger-print.ts'
import { withStore } from './with-store.ts'

/** Flags of the command, beside those that name the store. */
export interface VerifyFlags extends Record<string, unknown> {
  readonly tenant: string
  readonly since?: string
  readonly record?: string
  readonly proof?: string
  readonly entry?: string
  readonly vkey?: readonly string[]
  readonly prunedBelow?: number
  readonly json?: boolean
}

/** Runs the command and sets the exit code. */
export async function verifyLedger(directory: string | undefined, flags: VerifyFlags): Promise<void> {
  const started = performance.now()
  const result = await verify(directory, flags)
  if (flags.json) console.log(JSON.stringify(result))
  else printVerification(result, performance.now() - started)
  process.exitCode = exitCodeOf(result.outcome)
}

async function verify(directory: string | undefined, flags: VerifyFlags): Promise<Verification> {
  if (flags.proof !== undefined) {
    const entry = flags.entry === undefined ? null : readFile(flags.entry)
    return verifyProofFile(readFile(flags.proof).toString(), entry, trustedKeys(flags, directory))
  }
  if (directory === undefined) return withStore(flags, (store) => verifyStore(store, flags))
  if (flags.since !== undefined || flags.record !== undefined) {
    const message = '`--since` and `--record` read the database; for an export leave them out, or verify a `--proof`'
    throw new Refusal('bad_flags', message)
  }
  return verifyDirectory(directory, {
    ...(flags.vkey === undefined ? {} : { verifier_keys: flags.vkey.map(lineOf) }),
    ...(flags.prunedBelow === undefined ? {} : { pruned_below: flags.prunedBelow }),
  })
}

function verifyStore(store: OpenStore, flags: VerifyFlags): Promise<Verification> {
  const { dir, ledgerKeyFile: file } = readSettings(flags)
  const ours = findSigningKey({ directory: dir, ...(file === undefined ? {} : { file }) })
  const given = (flags.vkey ?? []).map((line) => parseVerifierKey(lineOf(line), sha256))
  const keyFor = (origin: string): NoteKey | null =>
    given.find((key) => key?.name === origin) ?? ours?.keyFor(origin) ?? null
  if (flags.record !== undefined) {
    return verifyRecord(store.app, flags.tenant, flags.record, ({ origin, vkey }) => {
      return keyFor(origin) ?? parseVerifierKey(vkey, sha256)
    })
  }
  const options: DatabaseVerification = {
    keyFor,
    heads: headsDirectory(join(dir, 'heads')),
    ...(flags.since === undefined ? {} : { since: readFile(flags.since).toString() }),
  }
  return verifyDatabase(store.app, flags.tenant, options)
}

function trustedKeys(flags: VerifyFlags, directory: string | undefined): NoteKey[] {
  const beside = directory === undefined ? [] : [join(directory, 'vkey')]
  const lines = flags.vkey ?? beside
  return lines.map((line) => parseVerifierKey(lineOf(line), sha256)).filter((key) => key !== null)
}

// A verifier key is given as itself or as the file that holds it.
function lineOf(given: string): string {
  return existsSync(given) ? readFile(given).toString() : given
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new Refusal('unreadable_file', `\`${path}\` cannot be read: ${(error as Error).message}`)
  }
}
