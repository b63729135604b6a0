// Bearer tokens: 256 random bits behind a recognisable prefix; the database keeps their SHA-256 only.
import { createHash, timingSafeEqual } from 'node:crypto'

const PREFIX = 'sp_'
const SECRET_BYTES = 32
const SHAPE = /^sp_[A-Za-z0-9_-]{43}$/

/** A new token's text. `random` gives that many bytes. */
export function mintToken(random: (bytes: number) => Uint8Array): string {
  return PREFIX + Buffer.from(random(SECRET_BYTES)).toString('base64url')
}

/** Whether `text` has the shape of a token at all; what has not is never looked up. */
export function looksLikeToken(text: string): boolean {
  return SHAPE.test(text)
}

/** The token's SHA-256. Plain SHA-256 is enough: 256 random bits cannot be guessed, however fast the hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Compares two hashes in constant time. */
export function sameHash(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}
