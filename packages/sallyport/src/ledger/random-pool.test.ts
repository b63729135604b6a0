// Each byte is handed out once, in order, and stays as it was.
import assert from 'node:assert/strict'
import test from 'node:test'
import { pooledRandom } from './random-pool.ts'

/** Counts up, so that every byte says where it came from. */
function counting() {
  let next = 0
  return (size: number) => Uint8Array.from({ length: size }, () => next++ % 251)
}

test('the bytes are those of the source, none twice, none skipped within a block', () => {
  const random = pooledRandom(counting())
  const taken = [10, 16, 32].map((size) => [...random(size)])
  assert.deepEqual(
    taken.flat(),
    Array.from({ length: 58 }, (_, n) => n),
  )
})

test('what was handed out does not change when the next block is drawn', () => {
  const random = pooledRandom(counting())
  const first = random(32)
  const copy = [...first]
  for (let n = 0; n < 1000; n++) assert.equal(random(32).length, 32)
  assert.deepEqual([...first], copy)
})

test('more than a block at once comes straight from the source', () => {
  assert.equal(pooledRandom(counting())(100_000).length, 100_000)
})
