import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compileBundle, decide, type JsonObject, lintBundle, parseBundle } from '@sallyport/core'
import fc from 'fast-check'
import { sha256 } from '../../ledger/sha256.ts'
import { CONTENT_METHODS, SESSION_METHODS } from './protocol-methods.ts'
import { starterPolicy } from './starter-policy.ts'
import { toolEntries } from './tool-entry.ts'
import { usableEntries } from './usable-entries.ts'

const TOOLS: readonly JsonObject[] = [
  { name: 'look', annotations: { readOnlyHint: true }, inputSchema: { type: 'object', required: ['path'] } },
  { name: 'make', annotations: { destructiveHint: false } },
  { name: 'drop', annotations: { destructiveHint: true } },
  { name: 'mystery' },
]

function policyOf(tools: readonly JsonObject[]): string {
  return starterPolicy('files', usableEntries(toolEntries('files', tools)))
}

/** What the policy says of a call by an agent. */
function decisionOf(text: string, action: string, rest: object = {}): string {
  const parsed = parseBundle(text, { file: 'starter' })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  const labels = { mcp_server: 'files' }
  const matcher = compileBundle(parsed.bundle, sha256)
  return decide(matcher, { tenant: 't', agent: 'a', ts: 0, action, labels, ...rest }).decision
}

const CALL_LABELS = { mcp_server: 'files', mcp_task: 'none' }

const callOf = (text: string, tool: string, rest: object = {}) =>
  decisionOf(text, 'mcp:tools/call', { tool: `files.${tool}`, labels: CALL_LABELS, ...rest })

describe('starter policy', () => {
  test('lets reads pass, holds writes, and denies what it does not name', () => {
    const text = policyOf(TOOLS)
    assert.deepEqual(
      ['look', 'make', 'drop', 'mystery', 'other'].map((tool) => callOf(text, tool)),
      ['ALLOW', 'REQUIRE_APPROVAL', 'REQUIRE_APPROVAL', 'REQUIRE_APPROVAL', 'DENY'],
    )
  })

  test('allows the methods of the protocol on this server only', () => {
    const text = policyOf(TOOLS)
    for (const method of [...SESSION_METHODS, ...CONTENT_METHODS]) {
      assert.equal(decisionOf(text, `mcp:${method}`), 'ALLOW', method)
      assert.equal(decisionOf(text, `mcp:${method}`, { labels: { mcp_server: 'another' } }), 'DENY', method)
    }
    assert.equal(decisionOf(text, 'mcp:future/method'), 'DENY')
  })

  test('denies calls that run on as tasks, reads too', () => {
    const labels = { mcp_server: 'files', mcp_task: 'requested' }
    assert.equal(callOf(policyOf(TOOLS), 'look', { labels }), 'DENY')
  })

  test('gives lint nothing to say', () => {
    const parsed = parseBundle(policyOf(TOOLS), { file: 'starter' })
    assert.ok(parsed.ok)
    assert.deepEqual(lintBundle(parsed.bundle), [])
  })

  test('leaves out, and says so, what no policy could take', () => {
    const readOnly = { annotations: { readOnlyHint: true } }
    const text = policyOf([
      { name: '*', ...readOnly },
      { name: 'Look', ...readOnly },
      { name: 'LOOK', ...readOnly },
      { name: 'a\u0007b', ...readOnly },
      { name: 'odd', inputSchema: { type: 'no such type' } },
    ])
    assert.equal(callOf(text, 'drop'), 'DENY')
    assert.equal(callOf(text, 'look'), 'ALLOW')
    assert.equal(callOf(text, 'odd'), 'REQUIRE_APPROVAL')
    assert.equal(text.match(/^# - Note: /gm)?.length, 4)
  })

  test('is a policy whatever a server writes into its descriptions', () => {
    const tool = fc.record({ name: fc.string({ unit: 'binary' }), title: fc.string({ unit: 'binary' }) })
    fc.assert(
      fc.property(fc.array(tool, { maxLength: 5 }), (tools) => {
        const parsed = parseBundle(policyOf(tools), { file: 'starter' })
        assert.ok(parsed.ok, JSON.stringify(parsed))
        const ids = new Set(parsed.bundle.rules.map(({ id }) => id))
        assert.ok(['files-session', 'files-content', 'files-tasks'].every((id) => ids.delete(id)))
        assert.deepEqual([...ids], parsed.bundle.tools.length > 0 ? ['files-destructive'] : [])
      }),
    )
  })
})
