// The hash sees every difference in what will execute, and nothing else.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import { type ActionContent, actionHash } from './action-hash.ts'

const sha256 = (data: Uint8Array | string) => hash('sha256', data, 'buffer')
const of = (content: ActionContent) => actionHash(content, sha256)
const text = fc.string({ minLength: 1 })
const content = fc.record(
  {
    tenant: text,
    agent: text,
    topic: text,
    action: text,
    tool: text,
    host: text,
    labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text),
    risk_tags: fc.uniqueArray(text, { maxLength: 4 }),
    arguments: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.jsonValue() as fc.Arbitrary<string>),
  },
  { requiredKeys: ['tenant', 'agent'] },
) as fc.Arbitrary<ActionContent>

test('a known content has a known hash', () => {
  const known: ActionContent = { tenant: 'acme', agent: 'bot', tool: 'fs.edit', arguments: { b: 1, a: [true, null] } }
  const canonical = '{"agent":"bot","arguments":{"a":[true,null],"b":1},"tenant":"acme","tool":"fs.edit"}'
  assert.equal(of(known), hash('sha256', canonical, 'hex'))
})

test('one more character in any field is another hash', () => {
  const fields = ['tenant', 'agent', 'topic', 'action', 'tool', 'host'] as const
  fc.assert(
    fc.property(content, fc.constantFrom(...fields), (drawn, field) => {
      assert.notEqual(of({ ...drawn, [field]: `${drawn[field] ?? ''}x` }), of(drawn))
    }),
  )
})

test('one more argument, label or tag is another hash', () => {
  fc.assert(
    fc.property(content, (drawn) => {
      const hash = of(drawn)
      assert.notEqual(of({ ...drawn, arguments: { ...drawn.arguments, extra_key: 1 } }), hash)
      assert.notEqual(of({ ...drawn, labels: { ...drawn.labels, extra_key: '' } }), hash)
      assert.notEqual(of({ ...drawn, risk_tags: [...(drawn.risk_tags ?? []), 'extra tag, longer than any'] }), hash)
    }),
  )
})

test('the order of keys and tags, and a repeated tag, do not count', () => {
  fc.assert(
    fc.property(content, (drawn) => {
      const reversed = Object.fromEntries(Object.entries(drawn).reverse()) as unknown as ActionContent
      const tags = drawn.risk_tags
      const shuffled = tags && tags.length > 0 ? { ...reversed, risk_tags: [...tags, ...tags].reverse() } : reversed
      assert.equal(of(shuffled), of(drawn))
    }),
  )
})
