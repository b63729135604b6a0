// Random bytes by the block: asking the operating system for a few at a time costs more than all that is done with them.
import type { RandomBytes } from './uuid.ts'

/** Bytes drawn at once. */
const BLOCK = 8192

/** Gives bytes of `random`, each of them once, drawn in blocks. */
export function pooledRandom(random: RandomBytes): RandomBytes {
  let block: Uint8Array = new Uint8Array(0)
  let used = 0
  return (size) => {
    if (size > BLOCK) return random(size)
    if (used + size > block.length) {
      // INVARIANT: a new block, never the old one filled again: what was handed out must not change.
      block = random(BLOCK)
      used = 0
    }
    used += size
    return block.subarray(used - size, used)
  }
}
