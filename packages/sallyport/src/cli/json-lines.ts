// Reads files of one JSON value a line, of any length, in bounded memory.
import { createReadStream } from 'node:fs'
import { type JsonValue, parseStrictJson, STRICT_JSON_LIMITS } from '@sallyport/core'
import { Refusal } from '../refusal.ts'

/** One line that is not blank: its number from 1, and its value or why it has none. */
export interface JsonLine {
  readonly number: number
  readonly parsed: ReturnType<typeof parseStrictJson>
}

const NEWLINE = 0x0a
const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const MAX_LINE = STRICT_JSON_LIMITS.max_bytes
const CHUNK = 256 * 1024

/** The lines, in lists as long as what was read at once; `-` is standard input. Throws `bad_settings` where the file can't be read. */
export async function* readJsonLines(file: string): AsyncGenerator<readonly JsonLine[]> {
  const source = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: CHUNK })
  const splitter = lineSplitter()
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      const lines = splitter.push(chunk)
      if (lines.length > 0) yield lines
    }
  } catch (error) {
    throw new Refusal('bad_settings', `the file \`${file}\` cannot be read: ${(error as Error).message}`)
  }
  yield splitter.end()
}

interface LineSplitter {
  push(chunk: Buffer): JsonLine[]
  /** The last line, where it ends without a newline. */
  end(): JsonLine[]
}

function lineSplitter(): LineSplitter {
  let number = 0
  let held: Buffer[] = []
  let length = 0
  const take = (rest: Buffer): JsonLine[] => {
    number++
    const bytes = held.length === 0 ? rest : Buffer.concat([...held, rest])
    const whole = length + rest.length
    held = []
    length = 0
    if (whole > MAX_LINE) return [{ number, parsed: tooLong() }]
    const text = number === 1 && bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes
    return isBlank(text) ? [] : [{ number, parsed: parseStrictJson(text) }]
  }
  return {
    push(chunk) {
      const lines: JsonLine[] = []
      let start = 0
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
        lines.push(...take(chunk.subarray(start, end)))
        start = end + 1
      }
      const rest = chunk.subarray(start)
      length += rest.length
      // Of a line that is too long nothing is kept but its length.
      if (length > MAX_LINE) held = []
      else if (rest.length > 0) held.push(rest)
      return lines
    },
    end: () => (length === 0 ? [] : take(Buffer.alloc(0))),
  }
}

function tooLong(): JsonLine['parsed'] {
  return { ok: false, code: 'too_large', message: `the line is longer than ${MAX_LINE} bytes; split it` }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false
  return true
}

/** The value's `id`, where it has one that is a text or a number. */
export function idOf(value: JsonValue): string | number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const id = (value as { readonly id?: JsonValue }).id
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}
