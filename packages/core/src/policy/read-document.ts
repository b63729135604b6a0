// Reads YAML or JSON text into plain data, within bounds, and can say where each value stands in the text.
import { Composer, type Document, isAlias, isMap, isNode, isScalar, LineCounter, Parser, visit } from 'yaml'
import type { JsonValue } from '../ledger/json.ts'
import { parseStrictJson } from '../ledger/strict-json.ts'
import type { DocumentPath, PolicyErrorCode } from './policy-error.ts'

/** Largest policy file, in characters: 10,000 rules take about half of it. */
const MAX_DOCUMENT_UNITS = 4 * 1024 * 1024

/** Deepest nesting of a policy file. */
const MAX_DEPTH = 64

const MAX_ERRORS = 50
const NESTED_ENTRIES = /(?:[-?]\s+(?:[&!]\S*\s+){0,3}){20}/

/** A place in the text, counted from 1. */
interface Position {
  readonly line: number
  readonly column: number
}

/** An error of the text itself. */
interface TextError extends Position {
  readonly code: PolicyErrorCode
  readonly message: string
}

/** Finds the place of a value or of its key, and of a line of text inside a scalar. */
export type Locate = (path: DocumentPath, where?: { readonly at_key?: boolean; readonly within?: Within }) => Position

/** A place inside a text value: the text, and line and column in it from 1. */
export interface Within extends Position {
  readonly text: string
}

/** The data and the way back to positions, or every error of the text. */
export type ReadDocument =
  | { readonly ok: true; readonly value: JsonValue; readonly locate: Locate }
  | { readonly ok: false; readonly errors: readonly TextError[] }

/** Reads one document. JSON is tried first where the text begins like it, because it is many times faster. Never throws. */
export function readDocument(text: string): ReadDocument {
  if (text.length > MAX_DOCUMENT_UNITS) {
    return failed(
      'too_large',
      `the file is larger than ${MAX_DOCUMENT_UNITS / 1024 / 1024} MiB: split it into several bundles`,
    )
  }
  if (!text.isWellFormed()) return failed('syntax', 'the file holds a lone surrogate: save it as UTF-8')
  if (/^\s*\{/.test(text)) {
    const json = parseStrictJson(text, { max_bytes: 4 * MAX_DOCUMENT_UNITS, max_depth: MAX_DEPTH })
    if (json.ok) return { ok: true, value: json.value, locate: lazyLocate(text) }
    if (json.code === 'too_deep') return failed('too_deep', json.message)
  }
  return readYaml(text)
}

function failed(code: PolicyErrorCode, message: string): ReadDocument {
  return { ok: false, errors: [{ code, message, line: 1, column: 1 }] }
}

/** Positions are wanted only where there are errors, so the text is parsed for them only then. */
function lazyLocate(text: string): Locate {
  let locate: Locate | null = null
  return (path, where) => {
    if (locate === null) {
      const read = compose(text)
      locate = read === null ? () => ({ line: 1, column: 1 }) : locator(text, read.document, read.lines)
    }
    return locate(path, where)
  }
}

interface Composed {
  readonly document: Document
  readonly lines: LineCounter
  /** Offset of a second document, which would be lost silently; null where there is none. */
  readonly second: number | null
}

/** Composes the text; null where it is nested too deep to be composed. */
function compose(text: string): Composed | null {
  if (NESTED_ENTRIES.test(text)) return null
  const lines = new LineCounter()
  const composer = new Composer({
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  } as object)
  try {
    const parsed = boundedTokens(new Parser(lines.addNewLine).parse(text))
    let first: Document | null = null
    for (const document of composer.compose(parsed, true, text.length)) {
      if (first !== null) return { document: first, lines, second: document.range[0] }
      first = document as Document
    }
    return first === null ? null : { document: first, lines, second: null }
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** Stops feeding the composer after the first few errors, so that a file full of them is not read to its end. */
function* boundedTokens<T extends { readonly type: string }>(tokens: Iterable<T>): Generator<T> {
  let errors = 0
  for (const token of tokens) {
    if (token.type === 'error' && ++errors > MAX_ERRORS) return
    yield token
  }
}

function readYaml(text: string): ReadDocument {
  const composed = compose(text)
  if (composed === null) return failed('too_deep', `the file is nested deeper than ${MAX_DEPTH} levels: flatten it`)
  const { document, lines, second } = composed
  const errors: TextError[] = [...document.errors, ...document.warnings].slice(0, MAX_ERRORS).map((error) => {
    return { code: 'syntax', message: yamlMessage(error.message), ...at(lines, error.pos[0]) }
  })
  if (second !== null) {
    errors.push({ code: 'syntax', message: 'the file holds several documents: keep one', ...at(lines, second) })
  }
  if (errors.length === 0) errors.push(...checkNodes(document, lines))
  if (errors.length > 0) return { ok: false, errors }
  const value = document.toJS({ maxAliasCount: 100 }) as JsonValue
  return { ok: true, value, locate: locator(text, document, lines) }
}

function yamlMessage(message: string): string {
  const text = message.charAt(0).toLowerCase() + message.slice(1)
  if (message.includes('Unresolved alias')) return `${text}: quote a text that begins with \`*\` or \`&\``
  return text
}

/** What the composer lets pass: equal keys, keys that are no text, aliases, and depth. */
function checkNodes(document: Document, lines: LineCounter): TextError[] {
  const errors: TextError[] = []
  const report = (code: PolicyErrorCode, offset: number, message: string): void => {
    errors.push({ code, message, ...at(lines, offset) })
  }
  visit(document, (_, node, ancestors) => {
    if (errors.length >= MAX_ERRORS) return visit.BREAK
    if (isAlias(node))
      report('syntax', node.range?.[0] ?? 0, `write the value out instead of the alias \`*${node.source}\``)
    if (ancestors.length > 2 * MAX_DEPTH) {
      report(
        'too_deep',
        isNode(node) ? (node.range?.[0] ?? 0) : 0,
        `nested deeper than ${MAX_DEPTH} levels: flatten it`,
      )
      return visit.BREAK
    }
    if (!isMap(node)) return undefined
    const seen = new Set<string>()
    for (const { key } of node.items) {
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0
      if (!isScalar(key)) report('syntax', offset, 'a key must be a plain text')
      else if (seen.has(String(key.value)))
        report('syntax', offset, `the key \`${String(key.value)}\` stands twice: keep one`)
      else seen.add(String(key.value))
    }
    return undefined
  })
  return errors
}

function at(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(1, line), column: Math.max(1, col) }
}

function locator(text: string, document: Document, lines: LineCounter): Locate {
  return (path, where) => {
    for (let length = path.length; length >= 0; length--) {
      const key = where?.at_key === true && length === path.length && length > 0
      const node = key
        ? keyNode(document, path)
        : length === 0
          ? document.contents
          : document.getIn(path.slice(0, length), true)
      if (!isNode(node) || !node.range) continue
      const inside =
        where?.within === undefined ? 0 : offsetWithin(text.slice(node.range[0], node.range[1]), where.within)
      return at(lines, node.range[0] + inside)
    }
    return { line: 1, column: 1 }
  }
}

function keyNode(document: Document, path: DocumentPath): unknown {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  if (!isMap(parent)) return undefined
  return parent.items.find((item) => isScalar(item.key) && String(item.key.value) === String(path.at(-1)))?.key
}

/** Offset in the raw scalar of a place in its value; the scalar's beginning where escapes or folding hide the line. */
function offsetWithin(raw: string, within: Within): number {
  const line = within.text.split('\n')[within.line - 1] ?? ''
  const found = line === '' ? -1 : raw.indexOf(line)
  return found < 0 ? 0 : found + within.column - 1
}
