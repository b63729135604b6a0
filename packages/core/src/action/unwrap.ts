// Finds texts that are wrapped in another: base64, URL encoding, hexadecimal, and the ciphers that a model reads without being asked.
import { utf8Text } from '../ledger/utf8.ts'
import { WRITTEN_PATTERNS, type Wrapping } from './excerpt.ts'
import { matchesOf } from './matches-of.ts'
import type { Openings } from './stem-index.ts'

/** A text found inside another one, and where. */
export interface Wrapped {
  readonly text: string
  readonly wrapping: Wrapping
  readonly start: number
  readonly end: number
}

const BASE64_RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g
const HEX_RUN = /(?:[0-9A-Fa-f]{2}[ :]?){16,}/g
const TOKEN = /[^\s"'<>]+/g
/** Percent signs, or a query in which spaces are written as plus signs. */
const ENCODED = /%[0-9A-Fa-f]{2}|\?[^+]{1,200}\+/
/** The same within one token, so that tokens are made only of a text that has such a one. */
const ENCODED_TOKEN = /%[0-9A-Fa-f]{2}|\?[^+\s"'<>]{1,200}\+/
const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g

/** The letters of which runs consist, those between the pairs of hexadecimal digits included. */
const among = (letters: RegExp): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => (letters.test(String.fromCharCode(code)) ? 1 : 0))
const IN_BASE64 = among(/[A-Za-z0-9+/_-]/)
const IN_HEX = among(/[0-9A-Fa-f :]/)

/** Whether `text` has a run of at least `length` such letters. It covers a multiple of `length`, so most letters are not looked at. */
function hasRun(text: string, letters: Uint8Array, length: number): boolean {
  const inside = (at: number): boolean => letters[text.charCodeAt(at)] === 1
  for (let at = length - 1; at < text.length; at += length) {
    if (!inside(at)) continue
    let start = at
    while (start > 0 && at - start < length && inside(start - 1)) start -= 1
    let end = at + 1
    while (end < text.length && end - start < length && inside(end)) end += 1
    if (end - start >= length) return true
  }
  return false
}

/** Everything that `text` wraps, one layer deep. Linear: each layer is no longer than what it was wrapped in. */
export function unwrapText(text: string, openings: Openings = WRITTEN_PATTERNS.openingsOf(text)): Wrapped[] {
  const all: Wrapped[] = []
  const add = (found: RegExpExecArray, wrapping: Wrapping, inner: string | null): void => {
    if (inner !== null) all.push({ text: inner, wrapping, start: found.index, end: found.index + found[0].length })
  }
  if (hasRun(text, IN_BASE64, 16))
    for (const found of matchesOf(BASE64_RUN, text)) add(found, 'base64', decodeBase64(found[0].replace(/=+$/, '')))
  if (hasRun(text, IN_HEX, 32)) for (const found of matchesOf(HEX_RUN, text)) add(found, 'hex', decodeHex(found[0]))
  if (ENCODED_TOKEN.test(text)) {
    for (const found of matchesOf(TOKEN, text)) if (ENCODED.test(found[0])) add(found, 'url', decodeUrl(found[0]))
  }
  return [...all, ...deciphered(text, openings)]
}

const UNREADABLE = /(?![\n\r\t])[\p{Cc}\ufffd]/u
const readable = (bytes: Uint8Array): string | null => {
  const text = isBinary(bytes) ? null : utf8Text(bytes)
  return text === null || UNREADABLE.test(text) ? null : text
}

/** Bytes that are no UTF-8, or hold an unreadable one: most of what looks like base64 is a path or a word, and the decoder is slow to refuse. */
function isBinary(bytes: Uint8Array): boolean {
  let due = 0
  for (const byte of bytes) {
    if (due > 0) {
      if ((byte & 0xc0) !== 0x80) return true
      due -= 1
    } else if (byte < 0x80) {
      if (byte === 0x7f || (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return true
    } else if (byte < 0xc2 || byte > 0xf4) return true
    else due = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
  }
  return due > 0
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const SEXTETS = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code)
  return Math.max(0, ALPHABET.indexOf(letter === '-' ? '+' : letter === '_' ? '/' : letter))
})

/** Where short runs are decoded: bytes made anew for each would be work for the garbage collector. */
const DECODED = new Uint8Array(4096)

/** The readable text in a run of base64 or base64url; careless padding is forgiven, since whoever reads it later may forgive it too. */
function decodeBase64(run: string): string | null {
  const size = Math.floor((run.length * 3) / 4)
  const bytes = size <= DECODED.length ? DECODED : new Uint8Array(size)
  let at = 0
  let bits = 0
  let held = 0
  for (let i = 0; i < run.length; i++) {
    held = (held << 6) | (SEXTETS[run.charCodeAt(i)] ?? 0)
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = (held >> bits) & 255
    held &= (1 << bits) - 1
  }
  return readable(bytes.subarray(0, at))
}

function decodeHex(run: string): string | null {
  const digits = run.replace(/[ :]/g, '')
  return readable(
    Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16)),
  )
}

function decodeUrl(token: string): string | null {
  const spaced = /\?[^+]{1,200}\+/.test(token) ? token.replaceAll('+', ' ') : token
  let changed = spaced !== token
  const text = spaced.replace(ESCAPES, (run) => {
    const bytes = Uint8Array.from({ length: run.length / 3 }, (_, i) =>
      Number.parseInt(run.slice(3 * i + 1, 3 * i + 3), 16),
    )
    const decoded = utf8Text(bytes)
    changed ||= decoded !== null
    return decoded ?? run
  })
  return changed ? text : null
}

const TELLTALE = ['instruction', 'password', 'assistant', 'forward', 'transfer', 'ignore'] as const
const LONGEST_CIPHER = 65_536

/** Texts written backwards, with letters turned by 13, or with digits for letters: read only where they show a word that gives them away. */
function deciphered(text: string, openings: Openings): Wrapped[] {
  if (text.length > LONGEST_CIPHER) return []
  // Two letters beyond ASCII have one within as their lower case, which the openings do not know.
  const odd = /[\u0130\u212a]/.test(text)
  const likely = CIPHERS.filter(({ sought }) => odd || sought.possible(openings))
  if (likely.length === 0) return []
  const lower = text.toLowerCase()
  const whole = { wrapping: 'cipher', start: 0, end: text.length } as const
  return likely.flatMap(({ shape, decipher }) => (shape.test(lower) ? [{ ...whole, text: decipher(lower) }] : []))
}

const rot13 = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97))
const backwards = (text: string): string => Array.from(text).reverse().join('')
const DIGITS: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', $: 's', '@': 'a' }
const LEET_WORD = /(?<![a-z0-9])[a-z013457$@]*[a-z][a-z013457$@]*(?![a-z0-9])/g
const fromLeet = (text: string): string =>
  text.replace(LEET_WORD, (word) => word.replace(/[013457$@]/g, (digit) => DIGITS[digit] ?? digit))
const leetOf = (word: string): string =>
  word.replace(
    /[oieast]/g,
    (letter) => ({ o: '[o0]', i: '[i1]', e: '[e3]', a: '[a4@]', s: '[s5$]', t: '[t7]' })[letter] ?? letter,
  )

const CIPHERS = [
  { shape: new RegExp(`\\b(?:${TELLTALE.map(rot13).join('|')})`), decipher: rot13 },
  { shape: new RegExp(`(?:${TELLTALE.map(backwards).join('|')})\\b`), decipher: backwards },
  {
    shape: new RegExp(`\\b(?!(?:${TELLTALE.join('|')}))(?:${TELLTALE.map(leetOf).join('|')})`),
    decipher: fromLeet,
  },
].map((cipher) => ({ ...cipher, sought: WRITTEN_PATTERNS.add(cipher.shape) }))
