// Cases beside a policy: how they are read, held against it, and explained where they fail.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { compileBundle } from './compile-bundle.ts'
import type { Matcher } from './matcher.ts'
import { parseBundle } from './parse-bundle.ts'
import { testBundle } from './test-bundle.ts'
import { parseCases } from './test-cases.ts'

function compiled(text: string): Matcher {
  const parsed = parseBundle(text, { file: 'p.yaml' })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return compileBundle(parsed.bundle, (data) => createHash('sha256').update(data).digest())
}

const POLICY = compiled(`version: v1
tools: [{ name: fs.move_file, access: write, risk_tags: [destructive] }]
permissions: { allow: ["read:*"] }
rules:
  - { id: no-moves, match: { risk_tags: [destructive] }, decision: DENY }
  - { id: nights, match: { action: "read:*", time: { zone: UTC, from: "22:00", to: "06:00" } }, decision: DENY }`)

function run(text: string) {
  const parsed = parseCases(text, { file: 'p.policy.test.yaml' })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return testBundle(POLICY, parsed.cases)
}

function errorsOf(text: string): string[] {
  const parsed = parseCases(text, { file: 't.yaml' })
  assert.ok(!parsed.ok)
  return parsed.errors.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

describe('testBundle', () => {
  test('passes what is as expected, with the tags of the inventory', () => {
    const results = run(`cases:
  - { name: reads, action: { action: read:file }, expect: ALLOW }
  - { name: moves, action: { tool: FS.Move_File }, expect: { decision: DENY, rule: no-moves, code: rule } }
  - { name: at night, action: { action: read:file, ts: "2026-01-01T23:00:00Z" }, expect: { rule: nights } }
  - { name: nothing, action: { action: write:file }, expect: { rule: null, code: no_match } }`)
    assert.deepEqual(
      results.map(({ passed, line, failure }) => [passed, line, failure]),
      [2, 3, 4, 5].map((line) => [true, line, null]),
    )
  })

  test('explains a failure by the rule that decided and the one that nearly did', () => {
    const [result] = run(
      'cases: [{ name: n, action: { action: read:file }, expect: { decision: DENY, rule: nights } }]',
    )
    assert.equal(result?.passed, false)
    assert.match(result?.failure ?? '', /expected decision DENY but got ALLOW, rule nights but got allow:read\.\*/)
    assert.match(result?.failure ?? '', /`nights` did not match, because time is/)
  })
})

describe('parseCases', () => {
  test('names every error with its place', () => {
    assert.deepEqual(
      errorsOf(`cases:
  - name: a
    action: { agnet: x, risk_tier: 3 }
    expect: DENY`),
      [
        '3:13 `risk_tier` must be 0, 1 or 2: correct it',
        '3:15 an action has no `agnet`: write one of tenant, agent, topic, action, tool, host, labels, risk_tags, risk_tier, arguments, ts',
      ],
    )
    assert.match(errorsOf('cases: []')[0] ?? '', /^1:8 .*write at least 1/)
    assert.match(errorsOf('cases:\n  - { name: a, action: {}, expected: DENY }').join('\n'), /2:28 .*write `expect`/)
    assert.match(errorsOf('cases:\n  - { name: a, action: {}, expect: DENIED }').join('\n'), /2:36 .*write a decision/)
    assert.match(errorsOf('cases: [{ name: a, action: { __proto__: 1 }, expect: DENY }]')[0] ?? '', /not allowed/)
    assert.match(errorsOf('').join(), /must be a map/)
  })
})
