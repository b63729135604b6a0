// Nothing that is added, and nothing that fails, opens the gate: merged demands are as strict as each of them.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Sha256 } from '../ledger/json.ts'
import type { Action } from './action.ts'
import { compileBundle } from './compile-bundle.ts'
import { decide } from './decide.ts'
import type { Constraints, Decision } from './decision.ts'
import { hostAllowed } from './host-glob.ts'
import { bundleOf, someAction, someRules, type WrittenRule } from './policy-fixture.ts'

const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')
const judge = (rules: readonly WrittenRule[], action: Action): Decision =>
  decide(compileBundle(bundleOf(rules), sha256), action)
const RUNS = { numRuns: 400 }
const HOSTS = ['x.test', 'a.x.test', 'y.test', 'a.test', 'a.y']

const RANK = { ALLOW: 0, ALLOW_WITH_CONSTRAINTS: 0, REQUIRE_APPROVAL: 1, DENY: 2 } as const

/** Fails unless `after` permits nothing that `before` does not. */
function assertNoMilder(after: Decision, before: Decision): void {
  assert.ok(RANK[after.decision] >= RANK[before.decision], `${before.decision} became ${after.decision}`)
  if (after.decision === 'DENY') return
  assertAsStrict(after.constraints, before.constraints)
  for (const { roles, quorum } of before.approval?.all_of ?? []) {
    assert.ok(after.approval?.all_of.some((one) => one.quorum >= quorum && `${one.roles}` === `${roles}`))
  }
  if (before.approval !== null) assert.ok((after.approval?.ttl_ms ?? Infinity) <= before.approval.ttl_ms)
}

/** As `assertNoMilder`, but what no rule matched may be asked for from now on: it is still not permitted. */
function assertOpensNothing(after: Decision, before: Decision): void {
  if (before.code === 'no_match') assert.ok(RANK[after.decision] >= RANK.REQUIRE_APPROVAL)
  else assertNoMilder(after, before)
}

function assertAsStrict(merged: Constraints | null, one: Constraints | null): void {
  if (one === null) return
  assert.notEqual(merged, null)
  for (const key of ['timeout_ms', 'max_bytes', 'max_calls'] as const) {
    if (one[key] !== undefined) assert.ok((merged?.[key] ?? Infinity) <= one[key])
  }
  for (const host of HOSTS) {
    if (hostAllowed(merged?.allowed_hosts ?? [], host)) assert.ok(hostAllowed(one.allowed_hosts ?? [], host))
  }
  assert.ok(one.redaction?.every((what) => merged?.redaction?.includes(what)) ?? true)
  for (const [key, values] of Object.entries(one.unknown ?? {})) {
    assert.ok(values.every((value) => merged?.unknown?.[key]?.includes(value)))
  }
}

const numbered = (rules: readonly WrittenRule[]): WrittenRule[] => rules.map((rule, i) => ({ ...rule, id: `r${i}` }))
const withAnother = fc.tuple(someRules, someRules, fc.nat()).map(([rules, others, at]) => {
  const added = others[0] ?? { id: '', decision: 'DENY', match: {} }
  const place = at % (rules.length + 1)
  return { rules, place, added }
})

test('adding a DENY never permits more', () => {
  fc.assert(
    fc.property(withAnother, someAction, ({ rules, place, added }, action) => {
      const deny: WrittenRule = { id: 'added', decision: 'DENY', match: added.match }
      assertNoMilder(judge(rules.toSpliced(place, 0, deny), action), judge(rules, action))
    }),
    RUNS,
  )
})

test('adding a REQUIRE_APPROVAL never lets anything pass that did not pass before', () => {
  fc.assert(
    fc.property(withAnother, someAction, ({ rules, place, added }, action) => {
      const { approval, constraints } = added.decision === 'REQUIRE_APPROVAL' ? added : {}
      const demand: WrittenRule = {
        id: 'added',
        decision: 'REQUIRE_APPROVAL',
        match: added.match,
        ...(constraints && { constraints }),
        ...(approval && { approval }),
      }
      assertOpensNothing(judge(rules.toSpliced(place, 0, demand), action), judge(rules, action))
    }),
    RUNS,
  )
})

test('the merged demands are as strict as those of every rule that matches', () => {
  fc.assert(
    fc.property(someRules, someAction, (rules, action) => {
      const decision = judge(rules, action)
      if (decision.decision === 'DENY') return
      for (const rule of bundleOf(rules).rules) {
        if (!decision.matched.includes(rule.id)) continue
        assertAsStrict(decision.constraints, rule.constraints)
        if (rule.approval === null) continue
        const { roles, quorum, ttl_ms } = rule.approval
        assert.ok(decision.approval?.all_of.some((one) => `${one.roles}` === `${roles}` && one.quorum >= quorum))
        assert.ok((decision.approval?.ttl_ms ?? Infinity) <= ttl_ms)
      }
    }),
    RUNS,
  )
})

const FAILING = '1 / 0 == 1'
const conditions = fc.infiniteStream(fc.boolean())

test('a condition that errors is no milder than the same condition with any outcome, but that approval may be asked for', () => {
  const failing = fc.tuple(someRules, conditions).map(([rules, fails]) =>
    numbered(rules).map((rule) => {
      return fails.next().value ? { ...rule, match: { ...rule.match, when: FAILING } } : rule
    }),
  )
  fc.assert(
    fc.property(failing, conditions, someAction, (rules, outcomes, action) => {
      const settled = rules.map((rule) => {
        if (rule.match['when'] !== FAILING) return rule
        return { ...rule, match: { ...rule.match, when: String(outcomes.next().value) } }
      })
      assertOpensNothing(judge(rules, action), judge(settled, action))
    }),
    RUNS,
  )
})

test('rules whose conditions all error permit nothing', () => {
  fc.assert(
    fc.property(someRules, someAction, (rules, action) => {
      const failing = rules.map((rule) => ({ ...rule, match: { ...rule.match, when: FAILING } }))
      assert.ok(RANK[judge(failing, action).decision] >= RANK.REQUIRE_APPROVAL)
    }),
  )
})
