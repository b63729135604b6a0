// Steps of a database that wrote a row for each are all there afterwards, in order, each with its own trajectory.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { stepsOf } from '../../trajectory/live/queries.ts'
import { inTenant } from '../database.ts'
import { openEmptyDatabase } from '../memory-store.ts'
import { migrate } from '../migrate.ts'
import { MIGRATIONS } from '../migrations.ts'

const SESSIONS = ['019a0000-0000-7000-8000-000000000001', '019a0000-0000-7000-8000-000000000002']
const STEPS = 250

test('steps of a row each become pages', async () => {
  const db = await openEmptyDatabase()
  const earlier = Object.entries(MIGRATIONS).filter(([name]) => name < '0014')
  const provider = { getMigrations: async () => Object.fromEntries(earlier) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  assert.equal(error, undefined)
  await inTenant(db, 'acme', (tx) =>
    sql`
      insert into trajectory_steps (tenant_id, trajectory_id, at, kind, action_id, name, facts, decision, code, status, signs, points)
      select 'acme', (${SESSIONS}::uuid[])[1 + n % 2], to_timestamp(n / 8.0), 'settled', null, 'tool "' || n, '{"reads": true,
        "sends": false, "sensitive": false, "untrusted": true, "tier": 2}', null, null, 'succeeded', '["denied"]', 0.5
      from generate_series(1, ${STEPS}) as n`.execute(tx),
  )
  await migrate(db as never)
  for (const [k, id] of SESSIONS.entries()) {
    const steps = await inTenant(db, 'acme', (tx) => stepsOf(tx, 'acme', id, STEPS))
    const numbers = Array.from({ length: STEPS / 2 }, (_, i) => 2 * i + (k === 0 ? 2 : 1))
    const facts = { reads: true, sends: false, sensitive: false, untrusted: true, tier: 2 }
    const rest = {
      kind: 'settled',
      action_id: null,
      facts,
      decision: null,
      code: null,
      status: 'succeeded',
      signs: ['denied'],
    }
    assert.deepEqual(
      steps,
      numbers.map((n) => ({ ...rest, at: n * 125, name: `tool "${n}`, points: 0.5 })),
    )
  }
  await db.destroy()
})
