// Rules that are candidates for the same name, found by one of the facts they ask for where there are many.
import type { CompiledRule } from './compiled-rule.ts'
import type { Pattern } from './pattern.ts'

/** A rule of a bucket; `pattern` is what remains to be tested of the name, null where the bucket itself proves it. */
export interface Candidate {
  readonly rule: CompiledRule
  readonly pattern: Pattern | null
}

/** Candidates: those to be tested always, and the others by the fact that each of them needs. */
export interface RuleBucket {
  readonly always: readonly Candidate[]
  readonly by_fact: ReadonlyMap<number, readonly Candidate[]> | null
}

/** Below this size testing all of them is cheaper than looking their facts up (measured with `npm run bench:policy`). */
const LOOK_UP_FROM = 12

/** Sorts candidates into a bucket; `rarity` counts how many rules ask for each fact. */
export function makeBucket(candidates: readonly Candidate[], rarity: readonly number[]): RuleBucket {
  if (candidates.length < LOOK_UP_FROM) return { always: candidates, by_fact: null }
  const always: Candidate[] = []
  const byFact = new Map<number, Candidate[]>()
  for (const candidate of candidates) {
    const fact = rarestFact(candidate.rule.facts, rarity)
    const list = fact === null ? always : (byFact.get(fact) ?? [])
    if (fact !== null) byFact.set(fact, list)
    list.push(candidate)
  }
  return { always, by_fact: byFact }
}

function rarestFact(facts: readonly number[], rarity: readonly number[]): number | null {
  let best: number | null = null
  for (const fact of facts) if (best === null || rarity[fact]! < rarity[best]!) best = fact
  return best
}
