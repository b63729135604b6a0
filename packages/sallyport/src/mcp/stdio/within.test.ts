import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { within } from './within.ts'

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length

describe('within', () => {
  test('says whether the promise was in time, and leaves no timer behind, whatever became of it', async () => {
    const before = timers()
    assert.equal(await within(Promise.resolve('value'), 60_000), true)
    assert.equal(await within(new Promise(() => {}), 1), false)
    await assert.rejects(within(Promise.reject(new Error('broken')), 60_000), /broken/)
    assert.equal(timers(), before)
  })
})
