// UUID version 7 (RFC 9562): ids that sort by the time they were made.
import { randomBytes } from 'node:crypto'

/** Gives that many random bytes. */
export type RandomBytes = (size: number) => Uint8Array

/** A UUIDv7 of the millisecond `now`, with 74 random bits. */
export function uuidv7(now: number, random: RandomBytes = randomBytes): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes.set(random(10), 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
