// The ledger's conformance suites again, on real PostgreSQL.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { exportConformance } from '../../packages/sallyport/src/ledger/export.conformance.ts'
import { keepVerifyingConformance } from '../../packages/sallyport/src/ledger/keep-verifying.conformance.ts'
import { fixtureLeaf, ledgerFixture } from '../../packages/sallyport/src/ledger/ledger-fixture.ts'
import { openLog } from '../../packages/sallyport/src/ledger/open-log.ts'
import { recordConformance } from '../../packages/sallyport/src/ledger/record.conformance.ts'
import { record } from '../../packages/sallyport/src/ledger/record.ts'
import { sequencerConformance } from '../../packages/sallyport/src/ledger/sequencer.conformance.ts'
import { sealAll } from '../../packages/sallyport/src/ledger/sequencer.ts'
import { lockTenant, movePending, setPressure } from '../../packages/sallyport/src/ledger/sequencer-queries.ts'
import { ledgerServiceConformance } from '../../packages/sallyport/src/ledger/service.conformance.ts'
import { type OwnedStore, tamperConformance } from '../../packages/sallyport/src/ledger/tamper.conformance.ts'
import { verifyDatabase } from '../../packages/sallyport/src/ledger/verify-database.ts'
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
keepVerifyingConformance(openOwnedStore)

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

test('a leader that stalls in the middle of a batch loses the lock, and writes nothing when it wakes', async () => {
  const store = await openPostgresStore()
  const fixture = ledgerFixture()
  await fixture.record(store, 'stalled', [fixtureLeaf(), fixtureLeaf()])
  const stalled = store.sequencer.transaction().execute(async (tx) => {
    assert.equal(await lockTenant(tx, 'stalled'), true)
    const { log } = await openLog(tx, fixture.deps, 'stalled', 2026)
    assert.equal((await movePending(tx, 'stalled', log, 10)).leaf_hashes.length, 64)
    await sql`set local idle_in_transaction_session_timeout = '100ms'`.execute(tx)
    while ((await sealAll(store.sequencer, fixture.deps)) === 0) await sleep(20)
    await movePending(tx, 'stalled', log, 10)
  })
  await assert.rejects(stalled)
  const { outcome, records } = await verifyDatabase(store.app, 'stalled', { heads: fixture.deps.heads })
  assert.deepEqual([outcome, records], ['ok', 2])
  await store.close()
  fixture.remove()
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
