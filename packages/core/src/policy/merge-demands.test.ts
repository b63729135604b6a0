// Merging takes the strictest number, every list, and each group of approvers once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { constraintsContradict, mergeApprovals, mergeConstraints } from './merge-demands.ts'

test('numbers by minimum, lists side by side, names by union', () => {
  const merged = mergeConstraints([
    { timeout_ms: 5, max_bytes: 10, allowed_hosts: [['a.test']], redaction: ['b'], arguments: [{ required: ['x'] }] },
    {
      timeout_ms: 3,
      max_calls: 2,
      allowed_hosts: [['*.test']],
      redaction: ['a', 'b'],
      arguments: [{ type: 'object' }],
    },
  ])
  assert.deepEqual(merged, {
    timeout_ms: 3,
    max_bytes: 10,
    max_calls: 2,
    allowed_hosts: [['a.test'], ['*.test']],
    redaction: ['a', 'b'],
    arguments: [{ required: ['x'] }, { type: 'object' }],
  })
})

test('constraints that are not known here are all kept, whatever their names', () => {
  const odd = JSON.parse('{"__proto__":[1],"color":["red"]}')
  const merged = mergeConstraints([{ unknown: odd }, { unknown: { color: ['blue'] } }])
  assert.deepEqual(Object.entries(merged?.unknown ?? {}), [
    ['__proto__', [1]],
    ['color', ['red', 'blue']],
  ])
})

test('nothing merges to nothing', () => {
  assert.equal(mergeConstraints([]), null)
  assert.equal(mergeApprovals([]), null)
})

test('hosts that no list has in common contradict', () => {
  assert.equal(constraintsContradict({ allowed_hosts: [['a.test'], ['b.test']] }), true)
  assert.equal(constraintsContradict({ allowed_hosts: [['*.a.test'], ['*.b.test']] }), true)
  assert.equal(constraintsContradict({ allowed_hosts: [['*.test'], ['a.*']] }), false)
  assert.equal(constraintsContradict({ allowed_hosts: [['a.test']] }), false)
  assert.equal(constraintsContradict(null), false)
})

test('approvals: every group of roles with its largest quorum, the shortest time', () => {
  const merged = mergeApprovals([
    { roles: ['owner'], quorum: 1, ttl_ms: 50 },
    { roles: ['lead', 'owner'], quorum: 1, ttl_ms: 20 },
    { roles: ['owner'], quorum: 3, ttl_ms: 90 },
  ])
  assert.deepEqual(merged, {
    all_of: [
      { roles: ['owner'], quorum: 3 },
      { roles: ['lead', 'owner'], quorum: 1 },
    ],
    ttl_ms: 20,
  })
})
