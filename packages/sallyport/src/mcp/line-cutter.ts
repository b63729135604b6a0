// Cuts a byte stream into lines in bounded memory, and goes on after a line that is too long.
import type { RequestId } from './rpc.ts'
import { createIdScanner, type IdScanner } from './top-level-id.ts'

const NEWLINE = 0x0a

/** A line within the bound, without its end. */
interface Line {
  readonly kind: 'line'
  readonly bytes: Uint8Array
}

/** The notice that a line exceeded the bound, with what could be learnt of its message on the way. */
export interface Oversized {
  readonly kind: 'oversized'
  readonly id: RequestId | null
  /** It has a `method`: a request or notification, not a response. */
  readonly isCall: boolean
  readonly bytes: number
}

/** What a cutter makes of a stream. */
export type Frame = Line | Oversized

/** Cuts one stream. */
export interface LineCutter {
  /** The lines that `chunk` completes. Their bytes may share memory with the chunk. */
  push(chunk: Uint8Array): Frame[]
  /** Bytes of an unfinished line: half a message, which is never acted on. */
  pending(): number
}

/** Makes a cutter that keeps at most `maxLine` bytes and one chunk. Empty lines are left out. */
export function createLineCutter(maxLine: number): LineCutter {
  let parts: Uint8Array[] = []
  let length = 0
  let scanner: IdScanner | null = null

  const append = (part: Uint8Array) => {
    length += part.length
    if (scanner) return scanner.feed(part)
    parts.push(part)
    if (length <= maxLine) return
    scanner = createIdScanner()
    for (const kept of parts) scanner.feed(kept)
    parts = []
  }
  const finish = (): Frame | null => {
    const frame: Frame = scanner
      ? { kind: 'oversized', id: scanner.id(), isCall: scanner.isCall(), bytes: length }
      : { kind: 'line', bytes: parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts) }
    parts = []
    length = 0
    scanner = null
    return frame.kind === 'line' && isBlank(frame.bytes) ? null : frame
  }
  return {
    push(chunk) {
      const frames: Frame[] = []
      let from = 0
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        append(chunk.subarray(from, at))
        const frame = finish()
        if (frame) frames.push(frame)
        from = at + 1
      }
      if (from < chunk.length) append(chunk.subarray(from))
      return frames
    },
    pending: () => length,
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)
}
