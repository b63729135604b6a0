import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JsonObject } from '@sallyport/core'
import { toolEntries } from './tool-entry.ts'

const entry = (tool: JsonObject) => toolEntries('s', [{ name: 't', ...tool }])[0]

describe('tool entry', () => {
  const judged: readonly (readonly [string, JsonObject, 'read' | 'write', boolean])[] = [
    ['no annotations', {}, 'write', true],
    ['annotations that are no object', { annotations: 'readOnly' }, 'write', true],
    ['`readOnlyHint: true`', { annotations: { readOnlyHint: true } }, 'read', false],
    ['`readOnlyHint: "true"`', { annotations: { readOnlyHint: 'true' } }, 'write', true],
    ['a read that says it destroys', { annotations: { readOnlyHint: true, destructiveHint: true } }, 'read', false],
    ['a write that says it destroys nothing', { annotations: { destructiveHint: false } }, 'write', false],
    ['a write that says it destroys', { annotations: { readOnlyHint: false, destructiveHint: true } }, 'write', true],
  ]
  for (const [name, tool, access, destructive] of judged) {
    test(`with ${name} is ${destructive ? 'a destructive' : 'a'} ${access}`, () => {
      assert.equal(entry(tool)?.access, access)
      assert.equal(entry(tool)?.destructive, destructive)
    })
  }

  test('keeps the input schema, and a title that stays a comment', () => {
    const schema = { type: 'object' }
    assert.deepEqual(entry({ inputSchema: schema })?.schema, schema)
    assert.equal(entry({ inputSchema: 'any' })?.schema, null)
    assert.equal(entry({ title: 'Reads\u2028decision: ALLOW' })?.title, 'Reads')
    assert.equal(entry({ description: `a\u0000b${'x'.repeat(200)}` })?.title.length, 100)
  })

  test('leaves out what has no name, and lists each name once, in order', () => {
    const tools = [{ name: 'b' }, { name: 7 }, { name: '' }, { name: 'a' }, { name: 'b' }]
    assert.deepEqual(
      toolEntries('s', tools).map(({ name }) => name),
      ['s.a', 's.b'],
    )
  })
})
