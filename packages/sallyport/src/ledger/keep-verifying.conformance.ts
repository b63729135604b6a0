// Scheduled verification on every store: once a period, recorded, from where the last one ended, loud when it must be.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { inTenant } from '../store/database.ts'
import { VERIFICATION_PACE, type VerifyingDeps, verifyDue } from './keep-verifying.ts'
import { FIXTURE_TIME, ledgerFixture } from './ledger-fixture.ts'
import { createLedgerService } from './service.ts'
import type { OwnedStore } from './tamper.conformance.ts'

const DAY_MS = 86_400_000

/** Declares the tests. */
export function keepVerifyingConformance(open: () => Promise<OwnedStore>): void {
  describe('scheduled verification', () => {
    const fixture = ledgerFixture()
    let store: OwnedStore
    before(async () => {
      store = await open()
    })
    after(async () => {
      await store.close()
      fixture.remove()
    })

    const round = async (tenant: string, now: number): Promise<string[]> => {
      const alarms: string[] = []
      const deps: VerifyingDeps = {
        store,
        ledger: createLedgerService(store.app, { heads: fixture.deps.heads }),
        tenants: async () => [tenant],
        now: () => now,
        random: randomBytes,
        alarm: (_tenant, { outcome }) => alarms.push(outcome),
        failed: (error) => assert.fail(error as Error),
      }
      await verifyDue(deps, VERIFICATION_PACE)
      return alarms
    }
    const runs = (tenant: string) =>
      inTenant(store.app, tenant, (tx) =>
        tx
          .selectFrom('ledger_verifications')
          .select(['kind', 'outcome', 'records'])
          .orderBy('finished_at')
          .orderBy('kind', 'desc')
          .execute(),
      )

    test('each kind once a period, the weekly one only over what is new', async () => {
      await fixture.seal(store, 'weekly', 300)
      await round('weekly', FIXTURE_TIME)
      await round('weekly', FIXTURE_TIME + 1)
      const first = await runs('weekly')
      assert.deepEqual(
        first.map(({ kind, outcome }) => [kind, outcome]),
        [
          ['whole', 'ok'],
          ['recent', 'ok'],
        ],
      )
      await fixture.seal(store, 'weekly', 7)
      assert.deepEqual(await round('weekly', FIXTURE_TIME + 7 * DAY_MS), [])
      const [, , third] = await runs('weekly')
      assert.equal(third?.kind, 'recent')
      assert.ok((third?.records ?? 0) < 300, `${third?.records} records looked at again`)
    })

    test('the verification is itself in the ledger', async () => {
      const { rows } = await inTenant(store.app, 'weekly', (tx) =>
        sql<{ count: number }>`select count(*) as count from leaves where type = 'ledger.verified'`.execute(tx),
      )
      assert.equal(rows[0]?.count, 3)
    })

    test('an empty ledger waits until there is something', async () => {
      await round('empty', FIXTURE_TIME)
      assert.deepEqual(await runs('empty'), [])
    })

    test('tampering raises an alarm', async () => {
      await fixture.seal(store, 'alarm', 5)
      await store.owner.transaction().execute(async (tx) => {
        await sql`alter table entries_2026 disable trigger user`.execute(tx)
        await sql`delete from entries_2026 where idx = 2 and tenant_id = 'alarm'`.execute(tx)
        await sql`alter table entries_2026 enable trigger user`.execute(tx)
      })
      assert.deepEqual([...new Set(await round('alarm', FIXTURE_TIME))], ['tampered'])
    })
  })
}
