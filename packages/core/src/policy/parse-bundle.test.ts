// Bundles as people write them: what they become, and every mistake told at once with its place.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Bundle } from './bundle.ts'
import { parseBundle } from './parse-bundle.ts'
import { formatPolicyError } from './policy-error.ts'

function parsed(text: string): Bundle {
  const result = parseBundle(text, { file: 'p.yaml' })
  assert.ok(result.ok, JSON.stringify(result))
  return result.bundle
}

function errorsOf(text: string): string[] {
  const result = parseBundle(text, { file: 'p.yaml' })
  assert.ok(!result.ok)
  return result.errors.map(formatPolicyError)
}

describe('parseBundle', () => {
  test('fills in the defaults and brings names to one spelling', () => {
    const { rules, tools } = parsed(`version: v1
tools: [{ name: FS/Read, access: read }, { name: fs.write, access: write, risk_tags: [B, a] }]
rules:
  - { id: r, match: { tool: ["FS.Write", "fs:read"], action: "*", risk_tier: [0, 1, 2] }, decision: DENY }
  - { id: s, decision: REQUIRE_APPROVAL, approval: { ttl: 15m } }`)
    assert.deepEqual(
      tools.map(({ name, risk_tier, risk_tags }) => [name, risk_tier, risk_tags]),
      [
        ['fs.read', 0, []],
        ['fs.write', 2, ['a', 'b']],
      ],
    )
    assert.deepEqual(rules[0]?.match, { tool: ['fs.read', 'fs.write'] })
    assert.deepEqual(rules[1]?.approval, { roles: [], quorum: 1, ttl_ms: 900_000 })
    assert.match(rules[1]?.reason ?? '', /asks for approval/)
  })

  test('the short form becomes rules, in any order and without repetition', () => {
    const { rules } = parsed(
      'version: v1\npermissions: { allow: ["Read:*", "read.*"], deny: ["delete:*"], escalate: [pay] }',
    )
    assert.deepEqual(
      rules.map(({ id, decision, match }) => [id, decision, match.action]),
      [
        ['allow:read.*', 'ALLOW', ['read.*']],
        ['deny:delete.*', 'DENY', ['delete.*']],
        ['escalate:pay', 'REQUIRE_APPROVAL', ['pay']],
      ],
    )
  })

  test('what the schema refuses does not hide what else is wrong', () => {
    const errors = errorsOf(`version: v1
rules:
  - { id: a, match: { topci: job.x }, decision: ALOW, constraints: { timeout_ms: 1 } }
  - just a text
  - { id: a, match: { when: "agnt == 'x'", topic: ["job.*", 7] }, decision: DENY }
tools: [{ name: "fs.*" }]`)
    const places = errors.map((error) => error.replace(/^p.yaml:(\d+):\d+: .*?`([^`]+)`.*$/, '$1 $2'))
    assert.deepEqual(places, [
      '3 topci',
      '3 rules.0.decision',
      '4 rules.1',
      '5 a',
      '5 agnt',
      '5 rules.2.match.topic',
      '6 tools.0.access',
      '6 *',
    ])
  })

  test('JSON and YAML of one meaning are one bundle', () => {
    const json = '{"version":"v1","rules":[{"id":"a","match":{"labels":{"env":["b","a"]}},"decision":"DENY"}]}'
    assert.deepEqual(
      parsed(json),
      parsed('version: v1\nrules:\n- id: a\n  match: {labels: {env: [a, b]}}\n  decision: DENY'),
    )
  })

  test('constraints of other products are kept as they are', () => {
    const { rules } = parsed(`version: v1
rules: [{ id: a, decision: ALLOW_WITH_CONSTRAINTS, constraints: { redact: [iban], max_amount_cents: 5, max_bytes: 9 } }]`)
    assert.deepEqual(rules[0]?.constraints, { max_bytes: 9, unknown: { redact: [['iban']], max_amount_cents: [5] } })
  })

  test('every mistake of shape at once, each with its place and what to write', () => {
    const text = `version: v2
rulez: []
rules:
  - id: a
    match: { tol: [x], risk_tier: 3 }
    decision: DENIED
  - decision: ALLOW
    approval: { quorum: 0, ttl: tomorrow }
tools: [{ name: t, access: execute }]`
    const errors = errorsOf(text)
    for (const expected of [
      /^p\.yaml:1:10: .*write `version: v1`/,
      /^p\.yaml:2:1: there is no key `rulez` here: write `rules`/,
      /^p\.yaml:5:14: there is no key `tol` here: write `tool`/,
      /^p\.yaml:5:\d+: .*write 0, 1 or 2/,
      /^p\.yaml:6:15: .*`DENY`/,
      /^p\.yaml:7:\d+: .*`rules\.1\.id` must be a text.*missing/,
      /^p\.yaml:8:\d+: .*write at least 1/,
      /^p\.yaml:8:\d+: .*such as `24h`/,
      /^p\.yaml:9:\d+: .*write `read`, `write`/,
    ]) {
      assert.ok(
        errors.some((error) => expected.test(error)),
        `${expected} in\n${errors.join('\n')}`,
      )
    }
    const lines = errors.map((error) => Number(error.split(':')[1]))
    assert.deepEqual(
      lines,
      [...lines].sort((left, right) => left - right),
    )
  })

  test('every mistake of meaning at once', () => {
    const errors = errorsOf(`version: v1
rules:
  - id: a
    match: { tool: "a*b", hosts: "https://x.test", time: { zone: Mars/Base } }
    decision: ALLOW
    constraints: { max_bytes: 5 }
  - id: a
    match:
      when: |
        agent == 'x' &&
          lables.env == 'y'
    decision: DENY
    approval: { roles: [x] }
  - { id: c, decision: ALLOW_WITH_CONSTRAINTS, constraints: { arguments: { type: strnig } } }
tools: [{ name: "a.*", access: read }, { name: b, access: read }, { name: B, access: read }]`)
    assert.deepEqual(
      errors.map((error) => error.split(' ')[0]),
      ['4:20', '4:34', '4:66', '6:5', '7:9', '11:11', '13:5', '14:74', '15:17', '15:75'].map((at) => `p.yaml:${at}:`),
    )
  })

  for (const [what, text] of [
    ['nothing', ''],
    ['a comment', '# nothing yet'],
    ['a list', '- a'],
    ['a number', '7'],
    ['null', 'null'],
    ['a text', 'version v1'],
  ] as const) {
    test(`${what} is no bundle`, () => assert.match(errorsOf(text)[0] ?? '', /the file must be a map of keys/))
  }
})
