// Finds the rules for a name in one pass over its characters: exact names, and every prefix that ends in a separator.
import { literalPrefix, type Pattern } from './pattern.ts'
import { type Candidate, makeBucket, type RuleBucket } from './rule-bucket.ts'

const DOT = 0x2e
const FNV_OFFSET = 0x811c9dc5 | 0
const FNV_PRIME = 0x01000193

/** An immutable hash table from literal names and prefixes to buckets, probed without building any string. */
export interface NameIndex {
  /** Calls `visit` with each bucket whose rules may match the canonical `name` (undefined: the action has none). */
  find(name: string | undefined, visit: (bucket: RuleBucket) => void): void
}

interface Slot {
  /** The name itself, or the prefix with its final separator. */
  readonly text: string
  readonly exact: RuleBucket | null
  readonly prefix: RuleBucket | null
}

/** Collects candidates by pattern, then builds the index. */
export interface NameIndexBuilder {
  add(pattern: Pattern, candidate: Candidate['rule']): void
  build(rarity: readonly number[]): NameIndex
}

/** An empty builder. */
export function nameIndexBuilder(): NameIndexBuilder {
  const exact = new Map<string, Candidate[]>()
  const prefix = new Map<string, Candidate[]>()
  const push = (map: Map<string, Candidate[]>, text: string, candidate: Candidate): void => {
    const list = map.get(text)
    if (list) list.push(candidate)
    else map.set(text, [candidate])
  }
  return {
    add(pattern, rule) {
      if (pattern.kind === 'exact') return push(exact, pattern.text, { rule, pattern: null })
      const literal = literalPrefix(pattern)
      const proven = pattern.kind === 'any' || (pattern.kind === 'prefix' && pattern.prefix === literal)
      push(prefix, literal, { rule, pattern: proven ? null : pattern })
    },
    build(rarity) {
      const texts = new Set([...exact.keys(), ...prefix.keys()])
      const slots = [...texts].map((text): Slot => {
        const bucketOf = (list: Candidate[] | undefined): RuleBucket | null => (list ? makeBucket(list, rarity) : null)
        return { text, exact: bucketOf(exact.get(text)), prefix: bucketOf(prefix.get(text)) }
      })
      return openTable(slots)
    },
  }
}

function openTable(slots: readonly Slot[]): NameIndex {
  const root = slots.find((slot) => slot.text === '')?.prefix ?? null
  const mask = 2 ** Math.ceil(Math.log2(slots.length * 2 + 2)) - 1
  const table: (Slot | undefined)[] = new Array(mask + 1).fill(undefined)
  for (const slot of slots) {
    let at = hashOf(slot.text) & mask
    while (table[at] !== undefined) at = (at + 1) & mask
    table[at] = slot
  }
  /** The slot of the first `length` units of `name`, whose hash is known. */
  const probe = (hash: number, name: string, length: number): Slot | undefined => {
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = table[at]
      if (slot === undefined || (slot.text.length === length && name.startsWith(slot.text))) return slot
    }
  }
  return {
    find(name, visit) {
      if (root !== null) visit(root)
      if (name === undefined) return
      let hash = FNV_OFFSET
      for (let i = 0; i < name.length; i++) {
        const unit = name.charCodeAt(i)
        hash = Math.imul(hash ^ unit, FNV_PRIME)
        if (unit !== DOT) continue
        const prefix = probe(hash, name, i + 1)?.prefix
        if (prefix) visit(prefix)
      }
      const exact = probe(hash, name, name.length)?.exact
      if (exact) visit(exact)
    },
  }
}

function hashOf(text: string): number {
  let hash = FNV_OFFSET
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
  return hash
}
