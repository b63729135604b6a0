// A signed tree head: C2SP tlog-checkpoint.
import { fromBase64, toBase64 } from './base64.ts'
import { HASH_BYTES } from './merkle.ts'
import { type Ed25519Verify, type NoteKey, openNote, parseNote } from './signed-note.ts'

/** What a checkpoint says: the log `origin` had `size` leaves with `root`. */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}

/** The note text of a checkpoint, without extension lines. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${toBase64(checkpoint.root)}\n`
}

/** Reads a checkpoint's note text (extension lines are allowed and ignored); null when it is not one. */
export function parseCheckpoint(text: string): Checkpoint | null {
  if (!text.endsWith('\n')) return null
  const [origin, size, hash, ...extensions] = text.slice(0, -1).split('\n')
  const root = fromBase64(hash ?? '')
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? '') || root?.length !== HASH_BYTES) return null
  if (extensions.includes('') || !Number.isSafeInteger(Number(size))) return null
  return { origin, size: Number(size), root }
}

/** What the signed note `note` says, if one of `keys` signed it; otherwise null. */
export function openCheckpoint(note: string, keys: readonly NoteKey[], verify: Ed25519Verify): Checkpoint | null {
  const text = openNote(note, keys, verify)
  return text === null ? null : parseCheckpoint(text)
}

/** What the signed note `note` claims, with no signature looked at; null when it is no checkpoint. */
export function readCheckpoint(note: string): Checkpoint | null {
  const parsed = parseNote(note)
  return parsed === null ? null : parseCheckpoint(parsed.text)
}
