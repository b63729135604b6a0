// Every lint against its own examples, and what all of them promise together.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Bundle } from './bundle.ts'
import { lintBundle, MAX_FINDINGS_PER_LINT } from './lint-bundle.ts'
import { LINTS } from './lints/index.ts'
import { parseBundle } from './parse-bundle.ts'

function parsed(text: string): Bundle {
  const result = parseBundle(text, { file: 'example.yaml' })
  assert.ok(result.ok, JSON.stringify(result))
  return result.bundle
}

for (const lint of LINTS) {
  describe(`lint ${lint.id}`, () => {
    for (const { title, bundle } of lint.reported) {
      test(`reports ${title}`, () => {
        const hits = lint.check(parsed(bundle))
        assert.notDeepEqual(hits, [])
        for (const hit of hits) assert.match(hit.message, /: \S/, 'a message says what to do next')
      })
    }
    for (const { title, bundle } of lint.accepted) {
      test(`accepts ${title}`, () => assert.deepEqual(lint.check(parsed(bundle)), []))
    }
  })
}

describe('lintBundle', () => {
  test('every lint has an id of its own and examples of both kinds', () => {
    assert.equal(new Set(LINTS.map(({ id }) => id)).size, LINTS.length)
    assert.deepEqual(
      LINTS.filter(({ reported, accepted }) => reported.length === 0 || accepted.length === 0),
      [],
    )
  })

  test('errors come first', () => {
    const findings = lintBundle(parsed('version: v1\npermissions: { allow: ["*"], escalate: ["pay:*"] }'))
    assert.deepEqual(
      findings.map(({ lint, severity, rule }) => [lint, severity, rule]),
      [
        ['allow-everything', 'error', 'allow:*'],
        ['no-deny', 'warning', null],
        ['approval-without-role', 'warning', 'escalate:pay.*'],
      ],
    )
  })

  test('many findings of one lint are cut short and counted', () => {
    const rules = Array.from({ length: 250 }, (_, i) => ({ id: `r${i}`, decision: 'ALLOW' }))
    const found = lintBundle(parsed(JSON.stringify({ version: 'v1', rules }))).filter(
      ({ lint }) => lint === 'allow-everything',
    )
    assert.equal(found.length, MAX_FINDINGS_PER_LINT + 1)
    assert.match(found.at(-1)?.message ?? '', /150 more/)
  })

  test('a sound policy is silent', () => {
    const text = `version: v1
tools:
  - { name: fs.read_file, access: read }
  - { name: fs.edit_file, access: write }
  - { name: fs.move_file, access: write, risk_tags: [destructive] }
rules:
  - { id: read, match: { tool: fs.read_file }, decision: ALLOW }
  - { id: edit, match: { tool: fs.edit_file }, decision: REQUIRE_APPROVAL, approval: { roles: [reviewer] } }
  - { id: destructive, match: { risk_tags: [destructive] }, decision: DENY }`
    assert.deepEqual(lintBundle(parsed(text)), [])
  })
})
