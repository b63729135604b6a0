// What a stored leaf says, for people and for comparison with the columns beside it; its bytes stay what is proven.
import { type JsonObject, parseStrictJson } from '@sallyport/core'

/** A leaf taken apart. */
export interface LeafContent {
  readonly id: string
  readonly thread: string
  readonly type: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly parents: readonly string[]
  readonly body: JsonObject
  /** Commitments by name; their values are in the disclosures. */
  readonly commitments: Readonly<Record<string, string>>
}

/** Reads the bytes of a leaf that Sallyport wrote. Throws on any other bytes. */
export function readLeaf(bytes: Uint8Array): LeafContent {
  const read = parseStrictJson(bytes)
  if (!read.ok) throw new Error(`a stored leaf is not canonical json: ${read.message}`)
  const { id, thread, type, at, parents, body, commitments } = read.value as unknown as LeafContent
  return { id, thread, type, at, parents, body, commitments: commitments ?? {} }
}
