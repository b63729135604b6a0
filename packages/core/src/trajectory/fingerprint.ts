// Fingerprints of text under a secret: enough to see that a text comes back, and nothing to read it from (A8).
import { bareText, valuesOf } from './values-of.ts'

/** The secret of one session, two 32-bit numbers. Without it nobody can test guesses at the text. */
export interface FingerprintKey {
  readonly first: number
  readonly second: number
}

/** Fingerprints of some texts. `complete` is false where there were more than may be kept. */
export interface Fingerprints {
  readonly prints: ReadonlySet<number>
  readonly complete: boolean
}

/** Letters and digits of one piece of running text. */
const PIECE = 24
/** Of this many pieces in a row, one is kept. */
const WINDOW = 8
/** A text that shares this many letters and digits in a row with a kept one is always recognised. */
export const SURELY_SEEN = PIECE + WINDOW - 1

/** Most fingerprints of one payload. */
export const MOST_PRINTS = 16_384
/** Longer texts are sampled more thinly, so that about this many pieces of each are kept. */
const PIECES_WANTED = 4_096

/**
 * Fingerprints to keep: of running text a winnowed choice (Schleimer, Wilkerson, Aiken, SIGMOD 2003), of values (names,
 * addresses, numbers, whole strings) each. Case, white space, punctuation and quoting do not count. Give texts as they
 * stand and also as they read unwrapped.
 */
export function fingerprintsToKeep(texts: Iterable<string>, key: FingerprintKey, most = MOST_PRINTS): Fingerprints {
  const prints = new Set<number>()
  for (const text of texts) {
    const bare = bareText(text)
    const window = Math.max(WINDOW, Math.ceil((2 * bare.length) / PIECES_WANTED))
    winnow(pieces(bare, key), window, prints)
    for (const value of valuesOf(text, bare)) prints.add(hashOf(value, key))
    if (prints.size > most) return { prints: new Set([...prints].slice(0, most)), complete: false }
  }
  return { prints, complete: true }
}

/** Fingerprints to look up: every piece and every value, so that whatever was kept of the same text is among them. */
export function fingerprintsToFind(texts: Iterable<string>, key: FingerprintKey): ReadonlySet<number> {
  const prints = new Set<number>()
  for (const text of texts) {
    const bare = bareText(text)
    for (const piece of pieces(bare, key)) prints.add(piece)
    for (const value of valuesOf(text, bare)) prints.add(hashOf(value, key))
  }
  return prints
}

/** Where the hashes of short texts go: an array made anew for each would be work for the garbage collector. */
const HASHES = new Float64Array(4096)

/** The rolling hash of every piece, in order; read it before the next call. */
function pieces(bare: string, { first, second }: FingerprintKey): Float64Array {
  const count = bare.length - PIECE + 1
  if (count <= 0) return HASHES.subarray(0, 0)
  const hashes = count <= HASHES.length ? HASHES.subarray(0, count) : new Float64Array(count)
  const [one, two] = [first | 1, second | 1]
  const [farOne, farTwo] = [power(one, PIECE - 1), power(two, PIECE - 1)]
  let a = 0
  let b = 0
  for (let i = 0; i < bare.length; i++) {
    if (i >= PIECE) {
      const gone = bare.charCodeAt(i - PIECE)
      a = (a - Math.imul(gone, farOne)) | 0
      b = (b - Math.imul(gone, farTwo)) | 0
    }
    const code = bare.charCodeAt(i)
    a = (Math.imul(a, one) + code) | 0
    b = (Math.imul(b, two) + code) | 0
    if (i >= PIECE - 1) hashes[i - PIECE + 1] = joined(a ^ second, b ^ first)
  }
  return hashes
}

function hashOf(value: string, { first, second }: FingerprintKey): number {
  let a = ~second
  let b = ~first
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i)
    a = (Math.imul(a, first | 1) + code) | 0
    b = (Math.imul(b, second | 1) + code) | 0
  }
  return joined(a, b)
}

/** 48 bits of both halves, each mixed (the finaliser of MurmurHash3), so that neither shows the sum it comes from. */
function joined(a: number, b: number): number {
  return (mixed(a) >>> 0) * 0x10000 + (mixed(b) >>> 16)
}

function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function power(base: number, exponent: number): number {
  let result = 1
  for (let i = 0; i < exponent; i++) result = Math.imul(result, base)
  return result
}

/** Keeps the smallest hash of every `window` in a row; the same one is kept once. */
function winnow(hashes: Float64Array, window: number, kept: Set<number>): void {
  let smallest = -1
  let last = -1
  for (let end = 0; end < hashes.length; end++) {
    if (end < window - 1 && end < hashes.length - 1) continue
    const start = Math.max(0, end - window + 1)
    if (smallest < start) {
      smallest = start
      for (let i = start + 1; i <= end; i++) if (hashes[i]! <= hashes[smallest]!) smallest = i
    } else if (hashes[end]! <= hashes[smallest]!) smallest = end
    if (smallest === last) continue
    kept.add(hashes[smallest]!)
    last = smallest
  }
}
