// Which facts an action brings, and whether they are the ones a rule asks for.
import type { Action } from './action.ts'
import type { CompiledRule } from './compiled-rule.ts'
import type { RuleIndex } from './matcher.ts'
import { normaliseName } from './name.ts'

/**
 * Marks the facts of an action in the index's scratch and lists them; null where a tag or the value of a label is refused.
 * Decisions are synchronous, so one scratch serves all of them, each under a number of its own.
 */
export function presentFacts(index: RuleIndex, action: Action): readonly number[] | null {
  const { facts, present, generation } = index
  const now = nextGeneration(present, generation)
  const list: number[] = []
  const mark = (fact: number | undefined): void => {
    if (fact === undefined || present[fact] === now) return
    present[fact] = now
    list.push(fact)
  }
  const labels = action.labels
  for (const key in labels) {
    if (!Object.hasOwn(labels, key)) continue
    const value = normaliseName(labels[key]!)
    if (value === null) return null
    mark(facts.labelValues(key)?.get(value))
  }
  for (const given of action.risk_tags ?? []) {
    const tag = normaliseName(given)
    if (tag === null) return null
    mark(facts.findTag(tag))
  }
  return list
}

/** The scratch is wiped when the numbers run out, after 2^32 decisions. */
function nextGeneration(present: Uint32Array, generation: Uint32Array): number {
  if (generation[0] === 0xffff_ffff) {
    present.fill(0)
    generation[0] = 0
  }
  return ++generation[0]!
}

/** Whether all facts of the rule are present, and one of each group. */
export function matchFacts(rule: CompiledRule, present: Uint32Array, now: number): boolean {
  for (const fact of rule.facts) if (present[fact] !== now) return false
  for (const group of rule.any_facts) if (!group.some((fact) => present[fact] === now)) return false
  return true
}
