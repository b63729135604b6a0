// Writes lines to a stream whose reader may be slow or gone.
import type { Writable } from 'node:stream'

/** The writing end of one direction. */
export interface Outlet {
  /** Queues one line. After the reader is gone, lines are dropped. */
  send(text: string): void
  /** More is queued than the reader should be kept behind: stop producing until `drained` is called. */
  readonly clogged: boolean
  /** Resolves once everything queued has left, or the reader is gone. */
  end(): Promise<void>
}

/** Bytes that may be queued before the sources of an outlet are paused. */
const CLOG_BYTES = 4 * 1024 * 1024

/** Makes an outlet; `drained` is called when it is no longer clogged, `gone` once when its reader is gone. */
export function createOutlet(stream: Writable, drained: () => void, gone: (why: string) => void): Outlet {
  let open = true
  let corked = false
  // Calls that were committed together are answered together: one write for all of them instead of one for each.
  const cork = () => {
    if (corked) return
    corked = true
    stream.cork()
    process.nextTick(() => {
      corked = false
      stream.uncork()
    })
  }
  const close = (why: string) => {
    if (!open) return
    open = false
    gone(why)
    drained()
  }
  stream.on('drain', drained)
  stream.on('error', (error) => close(error.message))
  stream.on('close', () => close('closed'))
  return {
    send(text) {
      if (!open) return
      cork()
      stream.write(`${text}\n`)
    },
    get clogged() {
      return open && stream.writableLength > CLOG_BYTES
    },
    end() {
      if (!open) return Promise.resolve()
      return new Promise((resolve) => {
        stream.on('close', resolve)
        stream.end(resolve)
      })
    },
  }
}
