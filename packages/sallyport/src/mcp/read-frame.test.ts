import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readClientFrame, readServerFrame } from './read-frame.ts'
import type { RpcMessage } from './rpc.ts'

const line = (text: string | Uint8Array) => ({ kind: 'line', bytes: Buffer.from(text) }) as const
const fromClient = (text: string | Uint8Array) => readClientFrame(line(text)).messages[0]?.message as RpcMessage

describe('a line of the client', () => {
  const refused: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['a duplicate key', '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a","name":"b"}}', /twice/],
    ['an escaped duplicate key', '{"jsonrpc":"2.0","id":1,"method":"x","params":{"a":1,"\\u0061":2}}', /twice/],
    ['an integer beyond 2^53', '{"jsonrpc":"2.0","id":1,"method":"x","params":{"n":9007199254740993}}', /2\^53/],
    ['a lone surrogate', '{"jsonrpc":"2.0","id":1,"method":"x","params":{"s":"\\ud800"}}', /surrogate/],
    ['invalid UTF-8', Buffer.from('{"jsonrpc":"2.0","id":1,"method":"x","s":"\xff"}', 'latin1'), /UTF-8/],
    ['half a message', '{"jsonrpc":"2.0","id":1,"method":"x",', /JSON/],
  ]
  for (const [name, text, problem] of refused) {
    test(`with ${name} is unreadable, and its id is still known`, () => {
      const message = fromClient(text)
      assert.ok(message.kind === 'unreadable' && message.error === 'unreadable' && message.isCall)
      assert.equal(message.id, 1)
      assert.match(message.problem, problem)
    })
  }

  const invalid: readonly (readonly [string, string])[] = [
    ['another JSON-RPC version', '{"jsonrpc":"1.0","id":1,"method":"x"}'],
    ['both method and result', '{"jsonrpc":"2.0","id":1,"method":"x","result":{}}'],
    ['positional parameters', '{"jsonrpc":"2.0","id":1,"method":"x","params":[1]}'],
    ['the id null', '{"jsonrpc":"2.0","id":null,"method":"x"}'],
    ['a fractional id', '{"jsonrpc":"2.0","id":1.5,"method":"x"}'],
    ['an empty batch', '[]'],
    ['a text', '"hello"'],
  ]
  for (const [name, text] of invalid) {
    test(`with ${name} is no valid request`, () => {
      const message = fromClient(text)
      assert.ok(message.kind === 'unreadable' && message.error === 'invalid_request')
    })
  }

  test('tells requests, notifications and responses apart, and batches into their members', () => {
    const text =
      '[{"jsonrpc":"2.0","id":"a","method":"m"},{"jsonrpc":"2.0","method":"n"},{"jsonrpc":"2.0","id":2,"result":null},7]'
    const { batch, messages } = readClientFrame(line(text))
    assert.equal(batch, true)
    assert.deepEqual(
      messages.map(({ message }) => message.kind),
      ['request', 'notification', 'response', 'unreadable'],
    )
  })
})

describe('a line of the server', () => {
  test('keeps every digit of its numbers', () => {
    const text = '{"jsonrpc":"2.0","id":1,"result":{"big":12345678901234567890,"tiny":1e-400,"huge":1E400,"n":1.10}}'
    const { value } = readServerFrame(line(text)).messages[0] as { value: unknown }
    assert.match(JSON.stringify(value), /"big":12345678901234567890,"tiny":1e-400,"huge":1E400/)
  })

  test('with two ids counts as the last, for the gateway and for the client alike', () => {
    const { message, value } = readServerFrame(line('{"jsonrpc":"2.0","id":1,"id":2,"result":{}}')).messages[0]!
    assert.ok(message.kind === 'response' && message.id === 2)
    assert.equal(JSON.stringify(value), '{"jsonrpc":"2.0","id":2,"result":{}}')
  })

  test('that is no message says whom it concerns, where it can', () => {
    const garbage = readServerFrame(line('Listening on port 3000')).messages[0]?.message
    assert.ok(garbage?.kind === 'unreadable' && garbage.id === null)
    const broken = readServerFrame(line('{"jsonrpc":"2.0","id":4,"result":{"a":}}')).messages[0]?.message
    assert.ok(broken?.kind === 'unreadable' && broken.id === 4 && !broken.isCall)
  })
})
