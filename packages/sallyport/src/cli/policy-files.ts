// Reads what the policy commands are given: texts, bundles, and JSON from files or standard input.
import { readFileSync, statSync } from 'node:fs'
import { compileBundle, formatPolicyError, type Matcher, type PolicyError, parseBundle } from '@sallyport/core'
import { sha256 } from '../ledger/sha256.ts'
import { Refusal } from '../refusal.ts'

/** A longer file is not even read; the parser has a bound of its own. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

/** The text of a file, without byte order mark; `-` is standard input. Throws `bad_settings`. */
export function readText(file: string): string {
  try {
    if (file !== '-' && statSync(file).size > MAX_FILE_BYTES) throw new Error('it is larger than 64 MiB')
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file === '-' ? 0 : file))
  } catch (error) {
    const why = error instanceof TypeError ? 'it is not UTF-8' : (error as Error).message
    throw new Refusal('bad_settings', `the file \`${file}\` cannot be read: ${why}`)
  }
}

/** Reads and compiles a bundle. Throws `invalid_policy` with every error and its place. */
export function readMatcher(file: string): Matcher {
  const parsed = parseBundle(readText(file), { file })
  if (!parsed.ok) throw invalidFile(file, parsed.errors)
  return compileBundle(parsed.bundle, sha256)
}

/** The refusal of a file with errors, each on a line of its own. */
export function invalidFile(file: string, errors: readonly PolicyError[]): Refusal {
  const lines = errors.map((error) => `\n  ${formatPolicyError(error)}`)
  return new Refusal('invalid_policy', `\`${file}\` is not valid:${lines.join('')}`)
}
