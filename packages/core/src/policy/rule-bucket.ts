// Rules that are candidates for the same name, packed so that most of them are dismissed by two integers.
import type { CompiledRule } from './compiled-rule.ts'
import type { Pattern } from './pattern.ts'

/** A rule of a bucket; `pattern` is what remains to be tested of the name, null where the bucket itself proves it. */
export interface Candidate {
  readonly rule: CompiledRule
  readonly pattern: Pattern | null
}

/** Candidates beside the masks of the facts that they need: `masks[2 * i]` and `masks[2 * i + 1]` belong to `candidates[i]`. */
export interface CandidateList {
  readonly candidates: readonly Candidate[]
  readonly masks: readonly number[]
}

/** Candidates: those to be tested always, and the others by the fact that each of them needs. */
export interface RuleBucket {
  readonly always: CandidateList
  readonly by_fact: ReadonlyMap<number, CandidateList> | null
}

/** Below this size comparing all masks is cheaper than looking facts up (measured with `npm run bench:policy`). */
const LOOK_UP_FROM = 256

/** Two masks of 30 bits, so that they are small integers on every engine; facts that share a bit are told apart later. */
const MASK_BITS = 30

/** The bit of a fact in the first mask, 0 if it is in the second. */
export function lowBit(fact: number): number {
  const bit = fact % (2 * MASK_BITS)
  return bit < MASK_BITS ? 1 << bit : 0
}

/** The bit of a fact in the second mask, 0 if it is in the first. */
export function highBit(fact: number): number {
  const bit = fact % (2 * MASK_BITS)
  return bit < MASK_BITS ? 0 : 1 << (bit - MASK_BITS)
}

/** Sorts candidates into a bucket; `rarity` counts how many rules ask for each fact. */
export function makeBucket(candidates: readonly Candidate[], rarity: readonly number[]): RuleBucket {
  if (candidates.length < LOOK_UP_FROM) return { always: pack(candidates), by_fact: null }
  const always: Candidate[] = []
  const byFact = new Map<number, Candidate[]>()
  for (const candidate of candidates) {
    const fact = rarestFact(candidate.rule.facts, rarity)
    const list = fact === null ? always : (byFact.get(fact) ?? [])
    if (fact !== null) byFact.set(fact, list)
    list.push(candidate)
  }
  return { always: pack(always), by_fact: new Map(Array.from(byFact, ([fact, list]) => [fact, pack(list)])) }
}

function pack(candidates: readonly Candidate[]): CandidateList {
  const masks: number[] = []
  for (const { rule } of candidates) {
    let low = 0
    let high = 0
    for (const fact of rule.facts) {
      low |= lowBit(fact)
      high |= highBit(fact)
    }
    masks.push(low, high)
  }
  return { candidates, masks }
}

function rarestFact(facts: readonly number[], rarity: readonly number[]): number | null {
  let best: number | null = null
  for (const fact of facts) if (best === null || rarity[fact]! < rarity[best]!) best = fact
  return best
}
