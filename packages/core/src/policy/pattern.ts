// Patterns over names: exact, one-segment wildcards, and a trailing `*` that takes everything further.
import { normaliseName } from './name.ts'

/**
 * A compiled pattern. `text` is its canonical spelling; two patterns with the same `text` match the same names.
 * - `any`: `*` alone takes all, also an action that has no such name
 * - `exact`: this name
 * - `prefix`: a trailing `*`: every name that begins with `prefix`, which ends in a separator or inside a segment (`read_*`)
 * - `segments`: a `*` that stands for one whole segment before the end; the last may be a trailing `*`
 */
export type Pattern =
  | { readonly kind: 'any'; readonly text: string }
  | { readonly kind: 'exact'; readonly text: string }
  | { readonly kind: 'prefix'; readonly text: string; readonly prefix: string }
  | { readonly kind: 'segments'; readonly text: string; readonly segments: readonly string[] }

/** A pattern, or why the text is none and what to write instead. */
export type PatternResult = { readonly pattern: Pattern } | { readonly error: string }

/** Compiles one pattern of a rule. */
export function parsePattern(source: string): PatternResult {
  if (source === '') return { error: 'an empty pattern matches nothing: write a name, or `*` for all' }
  const text = normaliseName(source)
  if (text === null) {
    return { error: 'the pattern holds a control, invisible or unassigned character, or is too long: remove it' }
  }
  if (text === '*') return { pattern: { kind: 'any', text } }
  const star = text.indexOf('*')
  if (star < 0) return { pattern: { kind: 'exact', text } }
  if (star === text.length - 1) return { pattern: { kind: 'prefix', text, prefix: text.slice(0, -1) } }
  const segments = text.split('.')
  const last = segments.length - 1
  for (const [i, segment] of segments.entries()) {
    const star = segment.indexOf('*')
    if (star < 0 || segment === '*') continue
    if (i !== last || star !== segment.length - 1) {
      return { error: `\`${source}\` has a \`*\` inside a segment: write \`*\` as a whole segment, or at the end` }
    }
  }
  return { pattern: { kind: 'segments', text, segments } }
}

/** Whether a canonical name (undefined where the action has none) matches. */
export function matchesPattern(pattern: Pattern, name: string | undefined): boolean {
  if (pattern.kind === 'any') return true
  if (name === undefined) return false
  if (pattern.kind === 'exact') return name === pattern.text
  if (pattern.kind === 'prefix') return name.startsWith(pattern.prefix)
  return matchesSegments(pattern.segments, name)
}

function matchesSegments(wanted: readonly string[], name: string): boolean {
  const segments = name.split('.')
  const last = wanted.length - 1
  const open = wanted[last]!.endsWith('*')
  if (open ? segments.length < wanted.length : segments.length !== wanted.length) return false
  for (let i = 0; i < last; i++) {
    if (wanted[i] !== '*' && wanted[i] !== segments[i]) return false
  }
  return open ? segments[last]!.startsWith(wanted[last]!.slice(0, -1)) : wanted[last] === segments[last]
}

/** The literal text, ending in a separator, with which every matching name begins; empty where there is none. */
export function literalPrefix(pattern: Pattern): string {
  const star = pattern.text.indexOf('*')
  const literal = star < 0 ? pattern.text : pattern.text.slice(0, star)
  return literal.slice(0, literal.lastIndexOf('.') + 1)
}
