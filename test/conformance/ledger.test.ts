// The ledger's conformance suites again, on real PostgreSQL.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { exportConformance } from '../../packages/sallyport/src/ledger/export.conformance.ts'
import { fixtureLeaf } from '../../packages/sallyport/src/ledger/ledger-fixture.ts'
import { recordConformance } from '../../packages/sallyport/src/ledger/record.conformance.ts'
import { record } from '../../packages/sallyport/src/ledger/record.ts'
import { sequencerConformance } from '../../packages/sallyport/src/ledger/sequencer.conformance.ts'
import { setPressure } from '../../packages/sallyport/src/ledger/sequencer-queries.ts'
import { ledgerServiceConformance } from '../../packages/sallyport/src/ledger/service.conformance.ts'
import { type OwnedStore, tamperConformance } from '../../packages/sallyport/src/ledger/tamper.conformance.ts'
import { verifyRecordConformance } from '../../packages/sallyport/src/ledger/verify-record.conformance.ts'
import { connect } from '../../packages/sallyport/src/store/connect.ts'
import { inTenant } from '../../packages/sallyport/src/store/database.ts'
import { openPostgresStore } from './postgres.ts'

recordConformance(openPostgresStore)
sequencerConformance(openPostgresStore)
ledgerServiceConformance(openPostgresStore)
exportConformance(openPostgresStore)
tamperConformance(openOwnedStore)
verifyRecordConformance(openOwnedStore)

test('a recording waits while the sequencer is behind, and only then', async () => {
  const store = await openPostgresStore()
  const hurried = () =>
    inTenant(store.app, 'pressed', async (tx) => {
      await sql`set local statement_timeout = '2s'`.execute(tx)
      await record(tx, 'pressed', [fixtureLeaf()])
    })
  await setPressure(store.sequencer, 60_000)
  await assert.rejects(hurried(), /statement timeout/)
  await setPressure(store.sequencer, 0)
  await hurried()
  await store.close()
})

async function openOwnedStore(): Promise<OwnedStore> {
  const store = await openPostgresStore()
  const owner = connect(store.target, null, 1, () => undefined)
  const close = async (): Promise<void> => {
    await owner.destroy()
    await store.close()
  }
  return { ...store, owner, close }
}
