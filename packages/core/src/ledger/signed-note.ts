// Text signed by named keys: C2SP signed-note with Ed25519 (signature type 0x01).
import { fromBase64, toBase64 } from './base64.ts'
import { fromHex, toHex } from './hex.ts'
import type { Sha256 } from './json.ts'
import { utf8Bytes } from './utf8.ts'

/** Ed25519 over `message`: 64 bytes. */
export type Ed25519Sign = (message: Uint8Array) => Uint8Array

/** Whether `signature` is the Ed25519 signature of `message` under the 32-byte `public_key`. */
export type Ed25519Verify = (public_key: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

/** A public key with its name; `name` and `id` together say which key a signature line belongs to. */
export interface NoteKey {
  readonly name: string
  /** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), as eight hex digits. */
  readonly id: string
  /** 32 bytes. */
  readonly public_key: Uint8Array
}

/** One signature line. */
export interface NoteSignature {
  readonly name: string
  readonly id: string
  readonly signature: Uint8Array
}

/** A note taken apart; nothing of it is verified yet. */
export interface Note {
  /** With its final newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

const ED25519 = 0x01
const MAX_SIGNATURES = 64
const KEY_NAME = /^[^\p{White_Space}+]+$/u

/** Names an Ed25519 public key; null when the name is empty or holds a space or a plus. */
export function noteKey(name: string, public_key: Uint8Array, sha256: Sha256): NoteKey | null {
  if (!KEY_NAME.test(name) || public_key.length !== 32) return null
  const prefix = utf8Bytes(`${name}\n`)
  const identity = new Uint8Array(prefix.length + 1 + public_key.length)
  identity.set(prefix)
  identity[prefix.length] = ED25519
  identity.set(public_key, prefix.length + 1)
  return { name, id: toHex(sha256(identity).subarray(0, 4)), public_key }
}

/** The verifier key line `name+id+base64(0x01 ‖ public key)`, as Go's sumdb/note and C2SP tools read it. */
export function formatVerifierKey(key: NoteKey): string {
  return `${key.name}+${key.id}+${toBase64(Uint8Array.of(ED25519, ...key.public_key))}`
}

/** Reads a verifier key line; null when it is malformed or its id is not that of the key. */
export function parseVerifierKey(line: string, sha256: Sha256): NoteKey | null {
  const [name, id, ...rest] = line.trim().split('+')
  const bytes = fromBase64(rest.join('+'))
  if (name === undefined || bytes === null || bytes[0] !== ED25519) return null
  const key = noteKey(name, bytes.slice(1), sha256)
  return key !== null && key.id === id ? key : null
}

/** Signs `text`, which must end in a newline. */
export function signNote(text: string, key: NoteKey, sign: Ed25519Sign): string {
  const id = fromHex(key.id) as Uint8Array
  const signature = toBase64(Uint8Array.of(...id, ...sign(utf8Bytes(text))))
  return `${text}\n\u2014 ${key.name} ${signature}\n`
}

/** Takes a signed note apart; null when it is not one. The text ends at the last empty line. */
export function parseNote(note: string): Note | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids exactly these
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note) || !note.isWellFormed()) return null
  const gap = note.lastIndexOf('\n\n')
  if (gap < 0 || !note.endsWith('\n')) return null
  const lines = note.slice(gap + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return null
  const signatures = lines.map(parseSignature)
  if (signatures.includes(null)) return null
  return { text: note.slice(0, gap + 1), signatures: signatures as NoteSignature[] }
}

function parseSignature(line: string): NoteSignature | null {
  const [dash, name, text, ...rest] = line.split(' ')
  if (dash !== '\u2014' || name === undefined || !KEY_NAME.test(name) || rest.length > 0) return null
  const bytes = fromBase64(text ?? '')
  if (bytes === null || bytes.length < 5) return null
  return { name, id: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) }
}

/**
 * The text of `note` if one of `keys` signed it; otherwise null. Signatures of unknown keys are ignored; one of a known
 * key that does not verify spoils the whole note.
 */
export function openNote(note: string, keys: readonly NoteKey[], verify: Ed25519Verify): string | null {
  const parsed = parseNote(note)
  if (parsed === null) return null
  const message = utf8Bytes(parsed.text)
  let verified = false
  for (const { name, id, signature } of parsed.signatures) {
    const key = keys.find((known) => known.name === name && known.id === id)
    if (key === undefined) continue
    if (!verify(key.public_key, message, signature)) return null
    verified = true
  }
  return verified ? parsed.text : null
}
