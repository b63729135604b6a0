// Facts have numbers from 0 on, one each, and what no rule asks for has none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factTable } from './fact-table.ts'

test('equal facts share a number, different ones never do', () => {
  const table = factTable()
  assert.deepEqual(
    [table.tag('pii'), table.label('env', 'prod'), table.label('team', 'prod'), table.tag('prod'), table.tag('pii')],
    [0, 1, 2, 3, 0],
  )
  assert.equal(table.label('env', 'prod'), 1)
  assert.equal(table.size(), 4)
})

test('finds what was asked for, and nothing inherited', () => {
  const table = factTable()
  table.label('env', 'prod')
  table.tag('pii')
  assert.equal(table.labelValues('env')?.get('prod'), 0)
  assert.equal(table.tags.get('pii'), 1)
  for (const key of ['team', '__proto__', 'constructor', 'toString']) {
    assert.equal(table.labelValues(key), undefined)
    assert.equal(table.labelValues('env')?.get(key), undefined)
    assert.equal(table.tags.get(key), undefined)
  }
})
