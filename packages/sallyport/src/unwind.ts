// What was opened is closed in reverse order, whether everything or only a part of it was opened.

/** A stack of things to close. */
export interface Unwind {
  /** Closes `close` before everything added earlier. */
  add(close: () => Promise<void>): void
  /** Closes everything once; the first error is thrown after the rest was closed too. */
  run(): Promise<void>
}

/** An empty stack. */
export function unwind(): Unwind {
  const open: (() => Promise<void>)[] = []
  return {
    add: (close) => void open.push(close),
    async run() {
      const errors: unknown[] = []
      for (const close of open.splice(0).reverse()) await close().catch((error: unknown) => errors.push(error))
      if (errors.length > 0) throw errors[0]
    },
  }
}
