import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createBatch } from './batch.ts'

describe('batch', () => {
  test('sends one array when every answer is there, without those that are not owed', () => {
    const sent: string[] = []
    const batch = createBatch((text) => sent.push(text))
    const [first, second, third] = [batch.slot(), batch.slot(), batch.slot()]
    batch.seal()
    second('{"id":2}')
    third(null)
    assert.deepEqual(sent, [])
    first('{"id":1}')
    assert.deepEqual(sent, ['[{"id":2},{"id":1}]'])
  })

  test('waits for its members even where the first is answered at once', () => {
    const sent: string[] = []
    const batch = createBatch((text) => sent.push(text))
    batch.slot()('1')
    assert.deepEqual(sent, [])
    batch.slot()('2')
    batch.seal()
    assert.deepEqual(sent, ['[1,2]'])
  })

  test('sends nothing where no answer is owed', () => {
    const sent: string[] = []
    const batch = createBatch((text) => sent.push(text))
    batch.slot()(null)
    batch.seal()
    createBatch((text) => sent.push(text)).seal()
    assert.deepEqual(sent, [])
  })
})
