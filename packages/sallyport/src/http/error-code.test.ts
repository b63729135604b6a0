// Which errors are the caller's, which are an outage, and what may be logged of the rest.
import assert from 'node:assert/strict'
import test from 'node:test'
import { loggable } from '../monitor/loggable.ts'
import { Refusal } from '../refusal.ts'
import { answerTo } from './error-code.ts'

const coded = (code: string): Error => Object.assign(new Error('secret'), { code })

test('a refusal is told as it is', () => {
  const answer = answerTo(new Refusal('forbidden', 'not you', { takes: 'admin' }))
  assert.deepEqual(answer, { code: 'forbidden', detail: 'not you', extra: { takes: 'admin' }, internal: false })
})

test('a database that is away is an outage, whatever the driver calls it', () => {
  for (const code of ['ECONNREFUSED', 'EPIPE', '57P01', '08006', '53300']) {
    assert.equal(answerTo(coded(code)).code, 'unavailable')
  }
  assert.equal(answerTo(new Error('Connection terminated unexpectedly')).code, 'unavailable')
})

test('a text that no database can keep is the caller’s to write otherwise', () => {
  for (const code of ['22021', '22P05']) {
    const answer = answerTo(coded(code))
    assert.deepEqual([answer.code, answer.internal], ['malformed_request', false])
    assert.match(answer.detail, /NUL/)
  }
})

test('anything else is ours, and says nothing', () => {
  for (const error of [coded('23505'), new TypeError('secret'), 'secret', null]) {
    const answer = answerTo(error)
    assert.deepEqual([answer.code, answer.internal], ['internal', true])
    assert.doesNotMatch(answer.detail, /secret/)
    assert.doesNotMatch(JSON.stringify(loggable(error)), /secret/)
  }
})
