// Separation of duties and quorum, case by case.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { ApprovalDemand } from '../policy/decision.ts'
import type { Vote } from './approval.ts'
import { mayVote, tally } from './quorum.ts'

const demand = (...all_of: ApprovalDemand['all_of'][number][]): ApprovalDemand => ({ all_of, ttl_ms: 1000 })
const approve = (person: string, ...roles: string[]): Vote => ({ person, roles, verdict: 'approve' })
const reject = (person: string, ...roles: string[]): Vote => ({ person, roles, verdict: 'reject' })
const one = demand({ roles: ['approver'], quorum: 1 })

test('one fitting vote grants a quorum of one', () => {
  assert.deepEqual(tally(one, 'bot', [approve('ann', 'approver')]), { status: 'granted', missing: [] })
})

test('the requester never counts, whatever the roles', () => {
  assert.equal(tally(one, 'ann', [approve('ann', 'approver')]).status, 'pending')
  assert.equal(tally(one, 'ann', [reject('ann', 'approver')]).status, 'pending')
})

test('a person who votes twice counts once', () => {
  const two = demand({ roles: ['approver'], quorum: 2 })
  const votes = [approve('ann', 'approver'), approve('ann', 'approver')]
  assert.deepEqual(tally(two, 'bot', votes), { status: 'pending', missing: [{ roles: ['approver'], quorum: 1 }] })
  assert.equal(tally(two, 'bot', [...votes, approve('bob', 'approver')]).status, 'granted')
})

test('a vote without a fitting role does not count', () => {
  assert.equal(tally(one, 'bot', [approve('eve', 'auditor')]).status, 'pending')
  assert.equal(mayVote(one, ['auditor']), false)
  assert.equal(mayVote(one, ['auditor', 'approver']), true)
})

test('every entry must be satisfied, and one rejection ends it', () => {
  const both = demand({ roles: ['approver'], quorum: 1 }, { roles: ['security'], quorum: 1 })
  assert.equal(tally(both, 'bot', [approve('ann', 'approver')]).status, 'pending')
  assert.equal(tally(both, 'bot', [approve('ann', 'approver'), approve('sue', 'security')]).status, 'granted')
  assert.equal(tally(both, 'bot', [approve('ann', 'approver'), reject('sue', 'security')]).status, 'rejected')
})

test('an empty demand and a quorum of zero still need one vote', () => {
  for (const lax of [demand(), demand({ roles: [], quorum: 0 })]) {
    assert.equal(tally(lax, 'bot', []).status, 'pending')
    assert.equal(tally(lax, 'bot', [approve('ann')]).status, 'granted')
  }
})
