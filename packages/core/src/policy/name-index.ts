// Finds the rules for a name in one pass over its characters: exact names, and every prefix that ends in a separator.
import { literalPrefix, type Pattern } from './pattern.ts'
import { makeBucket, type RuleAndPattern, type RuleBucket } from './rule-bucket.ts'

const DOT = 0x2e
const FNV_OFFSET = 0x811c9dc5 | 0
const FNV_PRIME = 0x01000193

/** An immutable hash table from literal names and prefixes to buckets, probed without building any string. */
export interface NameIndex {
  /** The bucket of patterns that begin with no literal segment. */
  readonly root: RuleBucket | null
  /** Open addressing: the slots, and their hashes beside them, so that a miss looks at no slot. */
  readonly slots: readonly (Slot | undefined)[]
  readonly hashes: Int32Array
}

interface Slot {
  /** The name itself, or the prefix with its final separator. */
  readonly text: string
  readonly exact: RuleBucket | null
  readonly prefix: RuleBucket | null
}

/** Collects candidates by pattern, then builds the index. */
interface NameIndexBuilder {
  add(pattern: Pattern, rule: RuleAndPattern['rule']): void
  build(rarity: readonly number[]): NameIndex
}

const NOTHING: readonly never[] = []

/** An empty builder. */
export function nameIndexBuilder(): NameIndexBuilder {
  const exact = new Map<string, RuleAndPattern[]>()
  const prefix = new Map<string, RuleAndPattern[]>()
  const push = (map: Map<string, RuleAndPattern[]>, text: string, candidate: RuleAndPattern): void => {
    const list = map.get(text)
    if (list) list.push(candidate)
    else map.set(text, [candidate])
  }
  return {
    add(pattern, rule) {
      const tested = rule.named.length < 2 ? NOTHING : rule.named.slice(1)
      if (pattern.kind === 'exact') return push(exact, pattern.text, { rule, pattern: null, tested })
      const literal = literalPrefix(pattern)
      const proven = pattern.kind === 'any' || (pattern.kind === 'prefix' && pattern.prefix === literal)
      push(prefix, literal, { rule, pattern: proven ? null : pattern, tested })
    },
    build(rarity) {
      const texts = new Set([...exact.keys(), ...prefix.keys()])
      const slots = [...texts].map((text): Slot => {
        const bucketOf = (list: RuleAndPattern[] | undefined): RuleBucket | null =>
          list ? makeBucket(list, rarity) : null
        return { text, exact: bucketOf(exact.get(text)), prefix: bucketOf(prefix.get(text)) }
      })
      return openTable(slots)
    },
  }
}

function openTable(given: readonly Slot[]): NameIndex {
  const root = given.find((slot) => slot.text === '')?.prefix ?? null
  const mask = 2 ** Math.ceil(Math.log2(given.length * 2 + 2)) - 1
  const slots: (Slot | undefined)[] = new Array(mask + 1).fill(undefined)
  const hashes = new Int32Array(mask + 1)
  for (const slot of given) {
    const hash = hashOf(slot.text)
    let at = hash & mask
    while (slots[at] !== undefined) at = (at + 1) & mask
    slots[at] = slot
    hashes[at] = hash
  }
  return { root, slots, hashes }
}

/** Calls `visit` with each bucket whose rules may match the canonical `name` (undefined: the action has none). */
export function findBuckets<Search>(
  index: NameIndex,
  name: string | undefined,
  search: Search,
  visit: (bucket: RuleBucket, name: string | undefined, search: Search) => void,
): void {
  if (index.root !== null) visit(index.root, name, search)
  if (name === undefined) return
  let hash = FNV_OFFSET
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i)
    hash = Math.imul(hash ^ unit, FNV_PRIME)
    if (unit !== DOT) continue
    const prefix = probe(index, hash, name, i + 1)?.prefix
    if (prefix) visit(prefix, name, search)
  }
  const exact = probe(index, hash, name, name.length)?.exact
  if (exact) visit(exact, name, search)
}

/** The slot of the first `length` units of `name`, whose hash is known. */
function probe({ slots, hashes }: NameIndex, hash: number, name: string, length: number): Slot | undefined {
  const mask = hashes.length - 1
  for (let at = hash & mask; ; at = (at + 1) & mask) {
    // An empty place has the hash 0, so only there and on equal hashes the slot is looked at.
    if (hashes[at] !== hash && hashes[at] !== 0) continue
    const slot = slots[at]
    if (slot === undefined || (slot.text.length === length && name.startsWith(slot.text))) return slot
  }
}

function hashOf(text: string): number {
  let hash = FNV_OFFSET
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
  return hash
}
