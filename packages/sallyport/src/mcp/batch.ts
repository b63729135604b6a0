// Collects the answers to a JSON-RPC batch and sends them as one array (MCP revision 2025-03-26).

/** The answers of one batch. */
export interface Batch {
  /** Reserves one answer; the returned function gives it once (null where none is owed). */
  slot(): (text: string | null) => void
  /** No more slots will be reserved: the array is sent as soon as every slot is given. */
  seal(): void
}

/** Makes a batch that sends its array through `send`; a batch without any answer sends nothing. */
export function createBatch(send: (text: string) => void): Batch {
  const answers: string[] = []
  let open = 0
  let sealed = false
  const sendWhenWhole = () => {
    if (sealed && open === 0 && answers.length > 0) send(`[${answers.join(',')}]`)
  }
  return {
    slot() {
      open++
      return (text) => {
        open--
        if (text !== null) answers.push(text)
        sendWhenWhole()
      }
    },
    seal() {
      sealed = true
      sendWhenWhole()
    },
  }
}
