// The ledger's conformance suites again, on real PostgreSQL.
import { exportConformance } from '../../packages/sallyport/src/ledger/export.conformance.ts'
import { recordConformance } from '../../packages/sallyport/src/ledger/record.conformance.ts'
import { sequencerConformance } from '../../packages/sallyport/src/ledger/sequencer.conformance.ts'
import { ledgerServiceConformance } from '../../packages/sallyport/src/ledger/service.conformance.ts'
import { type OwnedStore, tamperConformance } from '../../packages/sallyport/src/ledger/tamper.conformance.ts'
import { verifyRecordConformance } from '../../packages/sallyport/src/ledger/verify-record.conformance.ts'
import { connect } from '../../packages/sallyport/src/store/connect.ts'
import { openPostgresStore } from './postgres.ts'

recordConformance(openPostgresStore)
sequencerConformance(openPostgresStore)
ledgerServiceConformance(openPostgresStore)
exportConformance(openPostgresStore)
tamperConformance(openOwnedStore)
verifyRecordConformance(openOwnedStore)

async function openOwnedStore(): Promise<OwnedStore> {
  const store = await openPostgresStore()
  const owner = connect(store.target, null, 1, () => undefined)
  const close = async (): Promise<void> => {
    await owner.destroy()
    await store.close()
  }
  return { ...store, owner, close }
}
