// The policy engine against reference answers on which independent engines agree.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { type Action, compileBundle, type Decision, decide, parseBundle } from '@sallyport/core'
import { goldenFiles } from './golden-files.ts'

interface PolicyVectors {
  readonly format: string
  readonly rules: readonly Record<string, unknown>[]
  readonly requests: readonly Action[]
  readonly expected: readonly Pick<Decision, 'decision' | 'matched'>[]
}

const sha256 = (data: Uint8Array | string): Uint8Array => createHash('sha256').update(data).digest()

for (const { name, content } of goldenFiles<PolicyVectors>('policy', 'gate-policy-vectors/')) {
  test(`${name}: ${content.requests.length} requests against ${content.rules.length} rules`, () => {
    const rules = content.rules.map(({ constraints: _dropped, ...rule }) => rule)
    const parsed = parseBundle(JSON.stringify({ version: 'v1', rules }), { file: name })
    assert.ok(parsed.ok, parsed.ok ? '' : JSON.stringify(parsed.errors.slice(0, 3)))
    const matcher = compileBundle(parsed.bundle, sha256)
    assert.equal(content.expected.length, content.requests.length)
    for (const [i, request] of content.requests.entries()) {
      const { decision, matched } = decide(matcher, request)
      assert.deepEqual({ decision, matched }, content.expected[i], `request ${i}`)
    }
  })
}
