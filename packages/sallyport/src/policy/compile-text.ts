// From a bundle's text to the matcher that decides, or every error at once.
import { compileBundle, type Matcher, type PolicyError, parseBundle } from '@sallyport/core'
import { sha256 } from '../ledger/sha256.ts'
import { Refusal } from '../refusal.ts'

/** How a bundle that came over HTTP or out of the database is called in errors. */
const FILE = 'bundle'

/** The compiled bundle, or what is wrong with its text. */
export type CompiledText =
  | {
      readonly ok: true
      readonly matcher: Matcher
      readonly policy_hash: string
    }
  | { readonly ok: false; readonly errors: readonly PolicyError[] }

/** Parses and compiles. Never throws on any text. */
export function compileText(text: string): CompiledText {
  const parsed = parseBundle(text, { file: FILE })
  if (!parsed.ok) return parsed
  const matcher = compileBundle(parsed.bundle, sha256)
  return { ok: true, matcher, policy_hash: matcher.policy_hash }
}

/** The refusal of a text that is not a policy, with every error and its place. */
export function invalidPolicy(errors: readonly PolicyError[]): Refusal {
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more, see \`errors\`)` : ''
  const detail = first === undefined ? 'the bundle is not valid' : `line ${first.line}: ${first.message}${more}`
  const list = errors.map(({ code, line, column, message }) => ({ code, line, column, message }))
  return new Refusal('invalid_policy', detail, { errors: list })
}
