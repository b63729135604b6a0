// A sequencer that failed lately is not ready, one that recovered is; a closed database is told apart.
import assert from 'node:assert/strict'
import test from 'node:test'
import { failureMemory, readiness } from './readiness.ts'
import { openMemoryStore } from './store/memory-store.ts'

test('failures are forgotten after a while', () => {
  let now = 1_000_000
  const memory = failureMemory(() => now)
  assert.equal(memory.check().ok, true)
  memory.failed()
  assert.equal(memory.check().ok, false)
  now += 15_001
  assert.equal(memory.check().ok, true)
})

test('a database that cannot be asked is unreachable', async () => {
  const store = await openMemoryStore()
  const checks = readiness(store.app, failureMemory(Date.now))
  assert.equal((await checks()).database?.ok, true)
  await store.close()
  assert.equal((await checks()).database?.ok, false)
})
