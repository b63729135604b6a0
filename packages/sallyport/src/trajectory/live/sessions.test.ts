// Sessions that are written together: what one of them holds is neither lost nor in the way of the others.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { openTrajectoryFixture, RULES } from '../../action/live-trajectory-fixture.ts'
import { openMemoryStore } from '../../store/memory-store.ts'
import { openSession } from './open-session.ts'
import type { LiveDeps } from './room.ts'
import { takeStep } from './session.ts'
import { openSessions } from './sessions.ts'

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

test('a session that is known twice, since one of them made room, is written as often', async () => {
  const store = await openMemoryStore()
  const it = await openTrajectoryFixture(store)
  const clock = { now: () => it.gate.clock.now, steady: () => 0, random: randomBytes }
  const deps: LiveDeps = {
    ...clock,
    store,
    configuration: RULES,
    alarm: () => {},
    failed: (error) => it.failed.push(error),
  }
  const wanted = { tenant: 'acme', agent: it.gate.bot.id, name: 'twice' }
  const both = [await openSession(deps, wanted), await openSession(deps, wanted)]
  const facts = { reads: true, sends: false, sensitive: true, untrusted: false, tier: 0 } as const
  const said = { kind: 'settled', action_id: null, name: 'crm.read', facts, decision: null, code: null } as const
  for (const session of both) {
    const step = { ...said, at: deps.now(), status: 'succeeded' }
    takeStep(session, step, [{ kind: 'sensitive_read', strength: 1 }], RULES)
  }
  const sessions = openSessions(deps)
  await Promise.all(both.map(sessions.write))
  const { id, risk, signs } = await it.find('twice')
  assert.deepEqual([risk, signs], [20, { sensitive_read: 2 }])
  assert.equal((await it.trajectories.read(it.gate.ann, id, 10)).steps.length, 2)
  await it.close()
})
