// Groups form while a transaction is under way, a bad item fails alone, and a full queue refuses.
import assert from 'node:assert/strict'
import test from 'node:test'
import { Refusal } from '../refusal.ts'
import { type GroupSettings, groupWriter } from './group-writer.ts'

const settings: GroupSettings = { most_items: 100, most_waiting: 100, lanes: 1 }
const isItemFault = (error: unknown) => error instanceof RangeError

/** A store that takes a turn of the event loop, remembers its groups, and cannot hold the number 13. */
function store(groups: number[][]) {
  return async (_tenant: string, items: readonly number[]): Promise<readonly number[]> => {
    await new Promise((resolve) => setImmediate(resolve))
    if (items.includes(13)) throw new RangeError('13')
    groups.push([...items])
    return items.map((item) => item * 2)
  }
}

test('calls that arrive together share one transaction and get their own answers', async () => {
  const groups: number[][] = []
  const writer = groupWriter(store(groups), isItemFault, settings)
  const answers = await Promise.all([1, 2, 3].map((n) => writer.write('acme', n)))
  assert.deepEqual(answers, [2, 4, 6])
  assert.deepEqual(groups, [[1, 2, 3]])
})

test('tenants never share a transaction', async () => {
  const groups: number[][] = []
  const writer = groupWriter(store(groups), isItemFault, settings)
  await Promise.all([writer.write('acme', 1), writer.write('globex', 2)])
  assert.deepEqual(groups, [[1], [2]])
})

test('one bad item of a hundred fails alone', async () => {
  const groups: number[][] = []
  const writer = groupWriter(store(groups), isItemFault, settings)
  const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => writer.write('acme', n)))
  const failed = results.flatMap((result, n) => (result.status === 'rejected' ? [n] : []))
  assert.deepEqual(failed, [13])
  assert.equal(groups.flat().length, 99)
})

test('an error of the store itself fails the group without trying again', async () => {
  let tries = 0
  const failing = async (): Promise<readonly number[]> => {
    tries += 1
    throw new Error('connection lost')
  }
  const writer = groupWriter<number, number>(failing, isItemFault, settings)
  const results = await Promise.allSettled([writer.write('acme', 1), writer.write('acme', 2)])
  assert.deepEqual(
    results.map((result) => result.status),
    ['rejected', 'rejected'],
  )
  assert.equal(tries, 1)
})

test('a full queue refuses with `overloaded`, and the writer goes on', async () => {
  const groups: number[][] = []
  const writer = groupWriter(store(groups), isItemFault, { ...settings, most_waiting: 2 })
  const results = await Promise.allSettled([1, 2, 3].map((n) => writer.write('acme', n)))
  const refused = results[2]
  assert.ok(refused?.status === 'rejected' && refused.reason instanceof Refusal)
  assert.equal(refused.reason.code, 'overloaded')
  assert.equal(await writer.write('acme', 4), 8)
})

test('a group has at most `most_items`, in the order of arrival', async () => {
  const groups: number[][] = []
  const writer = groupWriter(store(groups), isItemFault, { ...settings, most_items: 2 })
  await Promise.all([1, 2, 3, 4, 5].map((n) => writer.write('acme', n)))
  assert.deepEqual(groups, [[1, 2], [3, 4], [5]])
  await writer.idle()
})
