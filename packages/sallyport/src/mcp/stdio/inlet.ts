// Reads lines from a stream, and stops reading while what they lead to cannot be written.
import type { Readable } from 'node:stream'
import { createLineCutter, type Frame } from '../line-cutter.ts'

/** The reading end of one direction. */
export interface Inlet {
  /** Reads on if it had stopped because of back-pressure. */
  resume(): void
}

/** What an inlet tells. */
export interface InletEvents {
  readonly frame: (frame: Frame) => void
  /** The stream ended; `half` bytes of an unfinished line were dropped. */
  readonly ended: (half: number) => void
  /** True while nothing more should be read. */
  readonly clogged: () => boolean
}

/** Starts reading `stream`, in lines of at most `maxLine` bytes. */
export function createInlet(stream: Readable, maxLine: number, events: InletEvents): Inlet {
  const cutter = createLineCutter(maxLine)
  let ended = false
  const end = () => {
    if (ended) return
    ended = true
    events.ended(cutter.pending())
  }
  stream.on('data', (chunk: Uint8Array) => {
    for (const frame of cutter.push(chunk)) events.frame(frame)
    if (events.clogged()) stream.pause()
  })
  stream.on('end', end)
  stream.on('close', end)
  stream.on('error', end)
  return {
    resume() {
      if (!ended && stream.isPaused() && !events.clogged()) stream.resume()
    },
  }
}
