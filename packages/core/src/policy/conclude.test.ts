// The codes and reasons of decisions that properties do not pin.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import { compileBundle } from './compile-bundle.ts'
import { decide } from './decide.ts'
import { bundleOf, type WrittenRule } from './policy-fixture.ts'

const sha256 = (data: Uint8Array | string): Uint8Array => hash('sha256', data, 'buffer')
const action = { tenant: 't', agent: 'a', ts: 0 }
const judge = (...rules: WrittenRule[]) => decide(compileBundle(bundleOf(rules), sha256), action)
const failing = { when: '1 / 0 == 1' }
const allow: WrittenRule = { id: 'allow', decision: 'ALLOW', match: {} }

test('the rule is the first of the severest, and all that match are named in order', () => {
  const rules: WrittenRule[] = [
    allow,
    { id: 'd1', decision: 'DENY', match: {} },
    { id: 'd2', decision: 'DENY', match: {} },
  ]
  const { rule, matched, reason, code } = judge(...rules)
  assert.deepEqual({ rule, matched, code }, { rule: 'd1', matched: ['allow', 'd1', 'd2'], code: 'rule' })
  assert.equal(reason, 'rule `d1` denies it')
})

test('a rule with two patterns that both match is named once', () => {
  const twice: WrittenRule = { id: 'twice', decision: 'ALLOW', match: { agent: ['a', 'a*', '*.b'] } }
  assert.deepEqual(judge(twice).matched, ['twice'])
})

test('a prohibition whose condition errs decides, and says why', () => {
  const { decision, code, reason } = judge(allow, { id: 'deny', decision: 'DENY', match: failing })
  assert.deepEqual([decision, code], ['DENY', 'condition_error'])
  assert.match(reason, /could not be evaluated: /)
})

test('a permission whose condition errs permits nothing and is named', () => {
  const { decision, code, reason, matched } = judge({ ...allow, match: failing })
  assert.deepEqual([decision, code, matched], ['DENY', 'no_match', []])
  assert.match(reason, /only `allow` would match/)
})

test('the constraints of a permission that errs bind those that hold', () => {
  const bounded: WrittenRule = {
    id: 'bounded',
    decision: 'ALLOW_WITH_CONSTRAINTS',
    match: failing,
    constraints: { timeout_ms: 7 },
  }
  const { decision, rule, constraints } = judge(allow, bounded)
  assert.deepEqual([decision, rule, constraints], ['ALLOW_WITH_CONSTRAINTS', 'allow', { timeout_ms: 7 }])
})

test('constraints that no host satisfies together deny', () => {
  const only = (id: string, host: string): WrittenRule => {
    return { id, decision: 'ALLOW_WITH_CONSTRAINTS', match: {}, constraints: { allowed_hosts: host } }
  }
  const { decision, code, rule, reason, constraints } = judge(only('one', 'a.test'), only('two', 'b.test'))
  assert.deepEqual([decision, code, rule, constraints], ['DENY', 'constraints_contradict', null, null])
  assert.match(reason, /`one`, `two`/)
})

test('a tier that nobody stated counts as the worst', () => {
  const worst: WrittenRule = { id: 'worst', decision: 'DENY', match: { risk_tier: 2 } }
  assert.equal(judge(allow, worst).rule, 'worst')
})
