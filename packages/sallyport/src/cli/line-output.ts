// Writes lines to standard output in large pieces, no faster than they are read, and notices when nobody reads any more.

/** An output of lines. */
export interface LineOutput {
  line(text: string): void
  /** Writes what is pending once it is worth it, or all of it; false when the reader has gone away. Throws what else goes wrong. */
  flush(all?: boolean): Promise<boolean>
}

const PIECE = 64 * 1024

/** Opens the output over a stream. A closed pipe (`… | head`) is a regular end. */
export function openLineOutput(stream: NodeJS.WritableStream): LineOutput {
  let pending: string[] = []
  let size = 0
  let failure: NodeJS.ErrnoException | null = null
  let wake: () => void = () => {}
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error
    wake()
  })
  const alive = (): boolean => {
    if (failure === null) return true
    if (failure.code === 'EPIPE') return false
    throw failure
  }
  const written = (text: string): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve
      stream.write(text, () => resolve())
    })
  return {
    line(text) {
      pending.push(text, '\n')
      size += text.length + 1
    },
    async flush(all = false) {
      if (!alive()) return false
      if (size === 0 || (size < PIECE && !all)) return true
      const text = pending.join('')
      pending = []
      size = 0
      await written(text)
      return alive()
    },
  }
}
