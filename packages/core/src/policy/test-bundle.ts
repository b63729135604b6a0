// Holds a policy against the cases that stand beside it, and explains what fails.
import type { Decision } from './decision.ts'
import { type Explanation, explain, type RuleAccount } from './explain.ts'
import type { Matcher } from './matcher.ts'
import type { Expectation, PolicyCase } from './test-cases.ts'
import { withInventory } from './with-inventory.ts'

/** What became of one case. */
export interface CaseResult {
  readonly name: string
  /** Line in the test file, from 1. */
  readonly line: number
  readonly passed: boolean
  readonly expected: Expectation
  readonly decision: Decision
  /** Why it failed, for people; null where it passed. */
  readonly failure: string | null
}

/** One result a case, in order. Never throws. */
export function testBundle(matcher: Matcher, cases: readonly PolicyCase[]): readonly CaseResult[] {
  const enrich = withInventory(matcher.bundle)
  return cases.map(({ name, line, action, expect }) => {
    const { rules, ...decision } = explain(matcher, enrich(action))
    const wrong = (['decision', 'rule', 'code'] as const).filter(
      (key) => expect[key] !== undefined && expect[key] !== decision[key],
    )
    const failure = wrong.length === 0 ? null : describeFailure(wrong, expect, { ...decision, rules })
    return { name, line, passed: failure === null, expected: expect, decision, failure }
  })
}

function describeFailure(wrong: readonly (keyof Expectation)[], expect: Expectation, got: Explanation): string {
  const wanted = wrong.map((key) => `${key} ${String(expect[key])} but got ${String(got[key])}`).join(', ')
  const by = got.rule === null ? got.reason : `rule \`${got.rule}\` decided: ${got.reason}`
  const missed = nearestMiss(expect, got.rules)
  return `expected ${wanted}; ${by}${missed === null ? '' : `; ${describeMiss(missed)}`}`
}

/** The rule that was expected to decide, or the one with the expected decision that failed by the fewest keys. */
function nearestMiss(expect: Expectation, rules: readonly RuleAccount[]): RuleAccount | null {
  const named = rules.find(({ id }) => id === expect.rule)
  if (named !== undefined) return named.matched ? null : named
  const failures = (rule: RuleAccount): number => rule.checks.filter(({ held }) => !held).length
  const missed = rules.filter((rule) => rule.decision === expect.decision && !rule.matched)
  return missed.reduce<RuleAccount | null>(
    (best, rule) => (best === null || failures(rule) < failures(best) ? rule : best),
    null,
  )
}

function describeMiss({ id, checks, error }: RuleAccount): string {
  if (error !== undefined) return `the condition of \`${id}\` could not be evaluated: ${error}`
  const because = checks.filter(({ held }) => !held)
  const list = because.map(({ key, expected, got }) => `${key} is \`${got}\`, not \`${expected}\``).join(' and ')
  return `\`${id}\` did not match, because ${list}`
}
