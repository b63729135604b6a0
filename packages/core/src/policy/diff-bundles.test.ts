// Two policies on the same traffic.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { compileBundle } from './compile-bundle.ts'
import { diffBundles } from './diff-bundles.ts'
import type { Matcher } from './matcher.ts'
import { parseBundle } from './parse-bundle.ts'

function compiled(text: string): Matcher {
  const parsed = parseBundle(text, { file: 'p.yaml' })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return compileBundle(parsed.bundle, (data) => createHash('sha256').update(data).digest())
}

const ACTIONS = ['read:a', 'read:b', 'delete:a', 'pay:a'].map((action) => {
  return { id: action, action: { tenant: 't', agent: 'a', action, ts: 0 } }
})

describe('diffBundles', () => {
  test('lists and counts what is decided otherwise', () => {
    const before = compiled('version: v1\npermissions: { allow: ["read:*", "pay:*"] }')
    const after = compiled('version: v1\npermissions: { allow: ["read:a", "delete:*"], escalate: ["pay:*"] }')
    const diff = diffBundles(before, after, ACTIONS)
    assert.equal(diff.total, 4)
    assert.equal(diff.changed, 3)
    assert.deepEqual(
      diff.differences.map(({ id, before, after }) => [id, before.decision, after.decision]),
      [
        ['read:b', 'ALLOW', 'DENY'],
        ['delete:a', 'DENY', 'ALLOW'],
        ['pay:a', 'ALLOW', 'REQUIRE_APPROVAL'],
      ],
    )
    assert.equal(
      diff.counts.reduce((sum, { count }) => sum + count, 0),
      3,
    )
  })

  test('another rule with the same outcome is no difference, other constraints are', () => {
    const rule = (id: string, bytes: number) =>
      compiled(`version: v1
rules: [{ id: ${id}, match: { action: "read:*" }, decision: ALLOW_WITH_CONSTRAINTS, constraints: { max_bytes: ${bytes} } }]`)
    assert.equal(diffBundles(rule('a', 5), rule('b', 5), ACTIONS).changed, 0)
    assert.deepEqual(diffBundles(rule('a', 5), rule('a', 6), ACTIONS).counts, [
      { before: 'ALLOW_WITH_CONSTRAINTS', after: 'ALLOW_WITH_CONSTRAINTS', count: 2 },
    ])
  })
})
