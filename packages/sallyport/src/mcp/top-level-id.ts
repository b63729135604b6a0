// Finds the `id` of a JSON-RPC message that is too long to be kept, while its bytes stream past.
import type { RequestId } from './rpc.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const COMMA = 0x2c
const LONGEST_TOKEN = 256

/** Scans one message. */
export interface IdScanner {
  feed(chunk: Uint8Array): void
  /** Null where there is none, two, or one that is neither text nor a safe integer. */
  id(): RequestId | null
  /** True where the message has a `method`: a request or notification, not a response. */
  isCall(): boolean
}

/** Makes a scanner for one message. It keeps a few hundred bytes however long the message is. */
export function createIdScanner(): IdScanner {
  let depth = 0
  let inString = false
  let escaped = false
  let token: number[] = []
  let key: string | null = null
  let expectsValue = false
  let isCall = false
  const found: string[] = []

  const keep = (byte: number) => {
    if (depth === 1 && token.length < LONGEST_TOKEN) token.push(byte)
  }
  const takeKey = () => {
    key = Buffer.from(token).toString('utf8')
    token = []
    expectsValue = true
    if (key === '"method"') isCall = true
  }
  const endMember = () => {
    if (expectsValue && key === '"id"') found.push(Buffer.from(token).toString('utf8'))
    token = []
    expectsValue = false
  }
  const structure = (byte: number) => {
    if (byte === 0x7b || byte === 0x5b) depth++
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 1) endMember()
      depth--
    } else if (depth === 1 && byte === COLON) takeKey()
    else if (depth === 1 && byte === COMMA) endMember()
    else if (byte > 0x20) keep(byte)
  }
  const step = (byte: number) => {
    if (!inString && byte !== QUOTE) return structure(byte)
    keep(byte)
    if (escaped) escaped = false
    else if (byte === BACKSLASH) escaped = inString
    else if (byte === QUOTE) inString = !inString
  }
  return {
    feed(chunk) {
      for (const byte of chunk) step(byte)
    },
    isCall: () => isCall,
    id: () => (found.length === 1 ? readId(found[0] as string) : null),
  }
}

function readId(text: string): RequestId | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' || Number.isSafeInteger(value) ? (value as RequestId) : null
  } catch {
    return null
  }
}
