// Closing goes backwards, reaches everything and happens once.
import assert from 'node:assert/strict'
import test from 'node:test'
import { unwind } from './unwind.ts'

test('everything is closed once, in reverse order, even where one closing fails', async () => {
  const closed: number[] = []
  const stack = unwind()
  stack.add(async () => void closed.push(1))
  stack.add(async () => {
    throw new Error('two will not close')
  })
  stack.add(async () => void closed.push(3))
  await assert.rejects(stack.run(), /two will not close/)
  await stack.run()
  assert.deepEqual(closed, [3, 1])
})
