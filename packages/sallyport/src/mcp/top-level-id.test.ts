import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createIdScanner } from './top-level-id.ts'

function scan(text: string): { id: string | number | null; isCall: boolean } {
  const scanner = createIdScanner()
  for (const byte of Buffer.from(text)) scanner.feed(Uint8Array.of(byte))
  return { id: scanner.id(), isCall: scanner.isCall() }
}

describe('top-level id', () => {
  test('is found behind any members and never inside them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.oneof(fc.string(), fc.maxSafeInteger()), fc.boolean(), (value, id, isCall) => {
        const message = { before: value, [isCall ? 'method' : 'result']: 'x', id, after: { id: value } }
        assert.deepEqual(scan(JSON.stringify(message)), { id, isCall })
      }),
    )
  })

  const none: readonly (readonly [string, string])[] = [
    ['two ids', '{"id":1,"id":2}'],
    ['a nested id only', '{"params":{"id":1}}'],
    ['an id of another kind', '{"id":1.5}'],
    ['an integer beyond 2^53', '{"id":9007199254740993}'],
    ['a batch', '[{"id":1}]'],
    ['a text that reads like a member', '{"text":"\\"id\\":1"}'],
    ['no JSON at all', 'listening on port 3000'],
  ]
  for (const [name, text] of none) test(`is null for ${name}`, () => assert.equal(scan(text).id, null))
})
