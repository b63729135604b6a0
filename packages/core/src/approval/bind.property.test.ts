// Whatever the approval, one single difference at the moment of use rejects it, and no interleaving uses it twice.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { ApprovalDemand } from '../policy/decision.ts'
import type { Approval } from './approval.ts'
import { APPROVAL_FAULTS, type ApprovalUse, bind } from './bind.ts'

const demand: ApprovalDemand = { all_of: [{ roles: ['approver'], quorum: 1 }], ttl_ms: 1000 }
const hash = fc.stringMatching(/^[0-9a-f]{64}$/)
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/)

const granted: fc.Arbitrary<Approval> = fc
  .record({ id: fc.uuid(), tenant: name, requester: name, action_hash: hash, policy_hash: hash, expires_at: fc.nat() })
  .map((drawn) => ({
    ...drawn,
    demand,
    consumed_at: null,
    votes: [{ person: `${drawn.requester}-approver`, roles: ['approver'], verdict: 'approve' }],
  }))

function fittingUse(approval: Approval): ApprovalUse {
  const { tenant, requester, action_hash, policy_hash, expires_at } = approval
  return { tenant, requester, action_hash, policy_hash, demand, now: expires_at - 1 }
}

/** Each way to differ in exactly one thing, with the code that must say so. */
const differences: readonly [string, (a: Approval, u: ApprovalUse) => readonly [Approval, ApprovalUse]][] = [
  ['approval_wrong_tenant', (a, u) => [a, { ...u, tenant: `${u.tenant}x` }]],
  ['approval_wrong_requester', (a, u) => [a, { ...u, requester: `${u.requester}x` }]],
  ['approval_action_changed', (a, u) => [a, { ...u, action_hash: flip(u.action_hash) }]],
  ['approval_policy_changed', (a, u) => [a, { ...u, policy_hash: flip(u.policy_hash) }]],
  ['approval_consumed', (a, u) => [{ ...a, consumed_at: u.now - 1 }, u]],
  ['approval_expired', (a, u) => [a, { ...u, now: a.expires_at }]],
  ['approval_expired', (a, u) => [a, { ...u, now: Number.NaN }]],
  ['approval_pending', (a, u) => [{ ...a, votes: [] }, u]],
  ['approval_rejected', (a, u) => [{ ...a, votes: [...a.votes, { person: 'zed', roles: [], verdict: 'reject' }] }, u]],
  ['approval_insufficient', (a, u) => [a, { ...u, demand: { ...demand, all_of: [{ roles: ['owner'], quorum: 1 }] } }]],
  ['approval_insufficient', (a, u) => [a, { ...u, demand: { ...demand, all_of: [{ roles: [], quorum: 2 }] } }]],
]

function flip(hex: string): string {
  return (hex.startsWith('0') ? '1' : '0') + hex.slice(1)
}

test('an approval fits the use it was given for', () => {
  fc.assert(fc.property(granted, (approval) => assert.deepEqual(bind(approval, fittingUse(approval)), [])))
})

test('any single difference rejects, and its code names it', () => {
  fc.assert(
    fc.property(granted, fc.constantFrom(...differences), (approval, [code, differ]) => {
      const faults = bind(...differ(approval, fittingUse(approval)))
      assert.ok(
        faults.some((fault) => fault.code === code),
        JSON.stringify(faults),
      )
    }),
  )
})

test('several differences are all told, in one fixed order', () => {
  fc.assert(
    fc.property(granted, fc.subarray([...differences]), (approval, chosen) => {
      let pair = [approval, fittingUse(approval)] as readonly [Approval, ApprovalUse]
      for (const [, differ] of chosen) pair = differ(...pair)
      const codes = bind(...pair).map((fault) => fault.code)
      assert.deepEqual(
        codes,
        APPROVAL_FAULTS.filter((code) => codes.includes(code)),
      )
      assert.equal(codes.length > 0, chosen.length > 0)
    }),
  )
})

test('no interleaving of readers and writers uses an approval twice', () => {
  // Each of five users reads, binds, and later writes on the condition that the row is still the one it read.
  fc.assert(
    fc.property(granted, fc.shuffledSubarray([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], { minLength: 10 }), (approval, steps) => {
      let row: Approval = approval
      const read = new Map<number, Approval>()
      let uses = 0
      for (const user of steps) {
        const seen = read.get(user)
        if (seen === undefined) {
          read.set(user, row)
        } else if (seen === row && bind(seen, fittingUse(approval)).length === 0) {
          row = { ...row, consumed_at: 1 }
          uses += 1
        }
      }
      assert.equal(uses, 1)
    }),
  )
})
