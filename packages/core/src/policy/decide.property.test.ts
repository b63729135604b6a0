// What holds of every decision, whatever the rules: order is nothing, the severest wins, and the index finds what a plain reading finds.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Sha256 } from '../ledger/json.ts'
import { NAME_KEYS } from './bundle.ts'
import { compileBundle } from './compile-bundle.ts'
import { decide } from './decide.ts'
import { DECISIONS, type Decision } from './decision.ts'
import { explain } from './explain.ts'
import { bundleOf, someAction, someRules, type WrittenRule } from './policy-fixture.ts'

const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')
const compile = (rules: readonly WrittenRule[]) => compileBundle(bundleOf(rules), sha256)
const severity = (decision: Decision): number => DECISIONS.indexOf(decision.decision)
const RUNS = { numRuns: 400 }

/** The decision as far as it may depend on the rules as a set. */
function asSet({ decision, code, matched, constraints, approval, policy_hash }: Decision): unknown {
  const sorted = (list: readonly unknown[] | undefined) => list?.map((item) => JSON.stringify(item)).sort()
  const { allowed_hosts, arguments: schemas, unknown, ...others } = constraints ?? {}
  const lists = [sorted(allowed_hosts), sorted(schemas), ...Object.values(unknown ?? {}).map(sorted)]
  const demand = approval && { ttl_ms: approval.ttl_ms, all_of: sorted(approval.all_of) }
  return { decision, code, matched: sorted(matched), lists, others, demand, policy_hash }
}

test('the order of rules never matters', () => {
  const shuffled = someRules.chain((rules) =>
    fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length, maxLength: rules.length })),
  )
  fc.assert(
    fc.property(shuffled, someAction, ([rules, others], action) => {
      const decision = decide(compile(rules), action)
      const other = decide(compile(others), action)
      // The code of a condition error depends on which of two equally severe rules comes first; nothing else does.
      const same = decision.code === other.code || [decision.code, other.code].sort().join() === 'condition_error,rule'
      assert.ok(same)
      assert.deepEqual(asSet({ ...decision, code: 'rule' }), asSet({ ...other, code: 'rule' }))
    }),
    RUNS,
  )
})

/** Enough rules that match nothing to make every name worth an index. */
const crowd = NAME_KEYS.flatMap((key) =>
  Array.from({ length: 40 }, (_, i): WrittenRule => {
    return { id: `${key}${i}`, decision: 'ALLOW', match: { [key]: `crowd.${i}` } }
  }),
)

test('with and without an index, what is found is what testing every rule finds', () => {
  const bundles = fc.tuple(someRules, fc.constantFrom([], crowd)).map(([rules, others]) => [...others, ...rules])
  fc.assert(
    fc.property(bundles, fc.array(someAction, { minLength: 1, maxLength: 4 }), (rules, actions) => {
      const matcher = compile(rules)
      for (const action of actions) {
        const { rules: accounts, ...explained } = explain(matcher, action)
        assert.deepEqual(decide(matcher, action), explained)
        const matched = accounts.filter((account) => account.matched).map((account) => account.id)
        if (explained.code !== 'name_refused') assert.deepEqual(matched, explained.matched)
      }
    }),
    RUNS,
  )
})

test('an index of many rules for few names finds what testing every rule finds', () => {
  const many = fc
    .tuple(someRules, someRules, someRules)
    .map((parts) => parts.flat().map((rule, i) => ({ ...rule, id: `r${i}`, match: { ...rule.match, topic: 'a.*' } })))
  const action = someAction.map((each) => ({ ...each, topic: 'a.b' }))
  fc.assert(
    fc.property(many, action, (rules, one) => {
      const matcher = compile(rules)
      const { rules: _accounts, ...explained } = explain(matcher, one)
      assert.deepEqual(decide(matcher, one), explained)
    }),
    { numRuns: 300 },
  )
})

test('the severest matching rule wins, and DENY wins over all', () => {
  fc.assert(
    fc.property(someRules, someAction, (rules, action) => {
      const decision = decide(compile(rules), action)
      const kinds = rules
        .filter(({ id }) => decision.matched.includes(id))
        .map((rule) => DECISIONS.indexOf(rule.decision))
      const severest = kinds.length === 0 ? 3 : Math.max(...kinds)
      // Constraints of several rules can only make the decision stricter.
      assert.ok(severity(decision) >= severest)
      if (severest === 3) assert.equal(decision.decision, 'DENY')
      if (decision.code === 'rule' && severest > 0) assert.equal(severity(decision), severest)
      if (decision.code === 'rule') assert.ok(decision.matched.includes(decision.rule ?? ''))
    }),
    RUNS,
  )
})

test('without a matching rule the decision is DENY', () => {
  fc.assert(
    fc.property(someRules, someAction, (rules, action) => {
      const decision = decide(compile(rules), action)
      if (decision.matched.length > 0) return
      assert.deepEqual([decision.decision, decision.rule, decision.code], ['DENY', null, 'no_match'])
    }),
  )
  assert.equal(decide(compile([]), { tenant: 't', agent: 'a', ts: 0 }).decision, 'DENY')
})

test('a DENY for everything denies everything', () => {
  const closed: WrittenRule = { id: 'closed', decision: 'DENY', match: {} }
  fc.assert(
    fc.property(someRules, someAction, (rules, action) => {
      assert.equal(decide(compile([...rules, closed]), action).decision, 'DENY')
    }),
  )
})

test('a decision depends on no decision before it, and shares nothing that a caller could change', () => {
  fc.assert(
    fc.property(someRules, fc.array(someAction, { minLength: 2, maxLength: 5 }), (rules, actions) => {
      const matcher = compile(rules)
      const fresh = actions.map((action) => structuredClone(decide(compile(rules), action)))
      for (const action of [...actions].reverse()) spoil(decide(matcher, action))
      assert.deepEqual(
        actions.map((action) => decide(matcher, action)),
        fresh,
      )
    }),
    { numRuns: 300 },
  )
})

/** What a careless caller could do to a decision in spite of its types; frozen parts refuse it. */
function spoil(decision: Decision): void {
  for (const change of [
    () => (decision.matched as string[]).push('spoilt'),
    () => ((decision as { reason: string }).reason = 'spoilt'),
    () => ((decision.approval as { ttl_ms: number } | null) ?? { ttl_ms: 0 }).ttl_ms++,
    () => (decision.approval?.all_of as unknown[] | undefined)?.pop(),
  ]) {
    try {
      change()
    } catch (error) {
      assert.ok(error instanceof TypeError)
    }
  }
}
