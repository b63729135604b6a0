// One pass over the text of a JSON document, before any parser sees it: depth, keys as written, and where they are escaped.

/** What the text says about itself; exact for valid JSON, and an answer (not an error) for anything else. */
export interface JsonScan {
  /** Deepest nesting of brackets and braces. */
  readonly depth: number
  /** Keys as written, duplicates included. */
  readonly keys: number
  /** Whether a string in the place of a key holds a backslash. */
  readonly escaped_key: boolean
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const BACKSLASH = 0x5c
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

/** Scans `text`; `max_depth` stops it early, with a depth greater than that. */
export function scanJson(text: string, max_depth: number): JsonScan {
  const in_object: boolean[] = []
  let depth = 0
  let keys = 0
  let escaped_key = false
  let key_next = false
  for (let i = 0; i < text.length && in_object.length <= max_depth; i++) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) {
      const end = endOfString(text, i)
      if (key_next && hasBackslash(text, i, end)) escaped_key = true
      key_next = false
      i = end
    } else if (code === COLON) keys++
    else if (code === COMMA) key_next = in_object.at(-1) === true
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      key_next = code === OPEN_BRACE
      depth = Math.max(depth, in_object.push(key_next))
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) in_object.pop()
  }
  return { depth, keys, escaped_key }
}

/** The first key that its object already had, unescaped, in a text that is valid JSON; null when there is none. */
export function findDuplicateKey(text: string): string | null {
  const open: (Set<string> | null)[] = []
  let last = ''
  for (let i = 0; i < text.length; i++) {
    const code = text[i]
    if (code === '{') open.push(new Set())
    else if (code === '[') open.push(null)
    else if (code === '}' || code === ']') open.pop()
    else if (code === '"') {
      const end = endOfString(text, i)
      last = text.slice(i, end + 1)
      i = end
    } else if (code === ':') {
      const key = JSON.parse(last) as string
      const keys = open.at(-1)
      if (keys?.has(key)) return key
      keys?.add(key)
    }
  }
  return null
}

// The index of the closing quote of the string that opens at `start`, or the text's end.
function endOfString(text: string, start: number): number {
  let i = start + 1
  while (i < text.length) {
    const code = text.charCodeAt(i)
    if (code === QUOTE) return i
    i += code === BACKSLASH ? 2 : 1
  }
  return text.length
}

function hasBackslash(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (text.charCodeAt(i) === BACKSLASH) return true
  return false
}
