// The order of a story.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { orderTimeline } from './timeline.ts'

const leaf = (id: string, at: number, ...parents: string[]) => ({ id, at, parents })
const ids = (leaves: readonly { id: string }[]) => leaves.map(({ id }) => id).join('')

test('parents come first even when a clock was wrong, otherwise the earlier leaf', () => {
  assert.equal(ids(orderTimeline([leaf('c', 1, 'b'), leaf('b', 5, 'a'), leaf('a', 3), leaf('x', 2)])), 'xabc')
  assert.equal(ids(orderTimeline([leaf('b', 1), leaf('a', 1), leaf('c', 0, 'elsewhere')])), 'cba')
})

test('a cycle is cut, and every leaf is told once', () => {
  const graph = fc.array(fc.tuple(fc.nat(9), fc.array(fc.nat(9), { maxLength: 3 })), { maxLength: 10 })
  fc.assert(
    fc.property(graph, (nodes) => {
      const leaves = nodes.map(([at, parents], i) => leaf(String(i), at, ...parents.map(String)))
      assert.deepEqual(
        orderTimeline(leaves)
          .map(({ id }) => id)
          .sort(),
        leaves.map(({ id }) => id).sort(),
      )
    }),
  )
})
