// UUID version 7 (RFC 9562): ids that sort by the time they were made.
import { randomBytes } from 'node:crypto'
import { toHex } from '@sallyport/core'

/** Gives that many random bytes. */
export type RandomBytes = (size: number) => Uint8Array

/** A UUIDv7 of the millisecond `now`, with 74 random bits. */
export function uuidv7(now: number, random: RandomBytes = randomBytes): string {
  const time = Math.floor(now).toString(16).padStart(12, '0')
  const bytes = random(10)
  const hex = toHex(bytes)
  const variant = VARIANTS[(bytes[2]! >> 4) & 3]
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8)}`
}

/** The variant's two bits, `10`, in front of two random ones. */
const VARIANTS = '89ab'
