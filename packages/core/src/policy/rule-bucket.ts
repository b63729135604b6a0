// Rules that are candidates for the same name, packed so that most of them are dismissed by two integers.
import type { CompiledRule, NamePatterns } from './compiled-rule.ts'
import type { Pattern } from './pattern.ts'

/** A rule of a bucket; `pattern` is what remains to be tested of the name, null where the bucket itself proves it. */
export interface Candidate {
  readonly rule: CompiledRule
  readonly pattern: Pattern | null
  /** What remains to be tested of other names. */
  readonly tested: readonly NamePatterns[]
  /** Facts whose bit in the mask another fact shares, so that the mask proves nothing of them. */
  readonly unsure: readonly number[]
}

/** A candidate as the index collects it. */
export type RuleAndPattern = Pick<Candidate, 'rule' | 'pattern' | 'tested'>

/**
 * Candidates beside the masks of the facts that they need: `masks[2 * i]` and `masks[2 * i + 1]` belong to `candidates[i]`.
 * Where the first has the bit `ALL_TESTED`, the masks are all there is to test.
 */
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
const LOOK_UP_FROM = 32

/** Set in the first mask of a rule that asks for nothing but the facts of its masks. */
export const ALL_TESTED = 1 << 30

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
export function makeBucket(given: readonly RuleAndPattern[], rarity: readonly number[]): RuleBucket {
  const candidates = given.map(({ rule, pattern, tested }) => {
    return { rule, pattern, tested, unsure: unsureFacts(rule, rarity.length) }
  })
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
  for (const candidate of candidates) {
    const { rule } = candidate
    let low = asksForMore(candidate) ? 0 : ALL_TESTED
    let high = 0
    for (const fact of rule.facts) {
      low |= lowBit(fact)
      high |= highBit(fact)
    }
    masks.push(low, high)
  }
  return { candidates, masks }
}

function asksForMore({ rule, pattern, tested, unsure }: Candidate): boolean {
  if (pattern !== null || unsure.length > 0 || rule.any_facts.length > 0 || tested.length > 0) return true
  return rule.tiers !== null || rule.hosts !== null || rule.time !== null
}

const NONE: readonly number[] = []

function unsureFacts({ facts }: CompiledRule, size: number): readonly number[] {
  const shared = (fact: number): boolean => fact >= 2 * MASK_BITS || fact + 2 * MASK_BITS < size
  return facts.some(shared) ? facts.filter(shared) : NONE
}

function rarestFact(facts: readonly number[], rarity: readonly number[]): number | null {
  let best: number | null = null
  for (const fact of facts) if (best === null || rarity[fact]! < rarity[best]!) best = fact
  return best
}
