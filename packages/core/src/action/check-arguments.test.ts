// What a schema lets through, and what an unreadable one lets through: nothing.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '../ledger/json.ts'
import { argumentFault, argumentsFit } from './check-arguments.ts'

const path: JsonObject = {
  type: 'object',
  properties: { path: { type: 'string', pattern: '^/srv/' } },
  required: ['path'],
  additionalProperties: false,
}

test('arguments within the schema have no fault, others name theirs', () => {
  assert.equal(argumentFault(path, { path: '/srv/a' }), null)
  assert.match(argumentFault(path, { path: '/etc/passwd' }) ?? '', /^the argument `\/path` must match pattern/)
  assert.match(argumentFault(path, {}) ?? '', /^the arguments must have required property/)
  assert.equal(argumentsFit(path, { path: '/srv/a', more: 1 }), false)
})

test('the second check of the same schema says the same', () => {
  for (let i = 0; i < 2; i++) assert.equal(argumentsFit(path, { path: '/srv/b' }), true)
})

test('a schema that cannot be read is satisfied by nothing', () => {
  const broken: JsonObject = { type: 'nonsense' }
  fc.assert(fc.property(fc.dictionary(fc.string(), fc.string()), (args) => !argumentsFit(broken, args)))
  assert.match(argumentFault(broken, {}) ?? '', /cannot be read/)
})
