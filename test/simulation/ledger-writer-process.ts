// A process that records leaves without pause and says which of them were committed; made to be killed.

import { record } from '../../packages/sallyport/src/ledger/record.ts'
import { uuidv7 } from '../../packages/sallyport/src/ledger/uuid.ts'
import { connect } from '../../packages/sallyport/src/store/connect.ts'
import { inTenant } from '../../packages/sallyport/src/store/database.ts'

const WRITERS = 4
const MOST_LEAVES = 12

const { target, tenant } = JSON.parse(process.env['SALLYPORT_SIMULATION'] ?? '')
const db = connect(target, 'sallyport_app', WRITERS, () => undefined)

async function write(): Promise<never> {
  for (;;) {
    const at = Date.now()
    const thread = uuidv7(at)
    const count = 1 + Math.floor(Math.random() * MOST_LEAVES)
    const leaves = Array.from({ length: count }, (_, n) => {
      const disclosed = n === 0 ? { who: 'Ada' } : {}
      return { id: uuidv7(at), type: 'action.requested' as const, thread, parents: [], at, body: { n }, disclosed }
    })
    await inTenant(db, tenant, (tx) => record(tx, tenant, leaves))
    // One write of less than a pipe's atomic size: a kill cannot tear it apart unnoticed.
    process.stdout.write(`${leaves.map(({ id }) => id).join(',')}.\n`)
  }
}

await Promise.all(Array.from({ length: WRITERS }, write))
