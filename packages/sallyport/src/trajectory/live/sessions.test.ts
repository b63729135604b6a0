// Sessions that are written together: one that the database refuses keeps none of the others from being written.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openTrajectoryFixture } from '../../action/live-trajectory-fixture.ts'
import { openMemoryStore } from '../../store/memory-store.ts'

test('a session that cannot be written is found among the others, and loses nothing', async () => {
  const store = await openMemoryStore()
  const it = await openTrajectoryFixture(store)
  const names = ['a', 'b', 'broken', 'c', 'd']
  const call = async () => {
    for (const name of names) await it.call(name, 'own.read')
  }
  const calls = async () => {
    const rows = await it.trajectories.list(it.gate.ann, { all: false, limit: 10 })
    return names.map((name) => rows.find((row) => row.name === name)?.calls)
  }
  await call()
  const { id } = await it.find('broken')
  await sql`alter table trajectory_pages add constraint refused check (trajectory_id <> ${sql.lit(id)}) not valid`.execute(
    store.owner,
  )
  await call()
  await assert.rejects(it.trajectories.idle(), /refused/)
  assert.deepEqual(await calls(), [2, 2, 1, 2, 2])
  await sql`alter table trajectory_pages drop constraint refused`.execute(store.owner)
  await call()
  await it.trajectories.idle()
  assert.deepEqual(await calls(), [3, 3, 3, 3, 3])
  assert.equal((await it.trajectories.read(it.gate.ann, id, 100)).steps.length, 3)
  // By the clock that writes four times a second, where it was faster.
  it.failed.length = 0
  await it.close()
})
