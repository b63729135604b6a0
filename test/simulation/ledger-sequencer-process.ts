// A process that seals and publishes like a replica of the control plane; made to be killed.
import { join } from 'node:path'
import { headsDirectory } from '../../packages/sallyport/src/ledger/published-heads.ts'
import { startSequencer } from '../../packages/sallyport/src/ledger/sequencer-loop.ts'
import { loadSigningKey } from '../../packages/sallyport/src/ledger/signing-key.ts'
import { connect } from '../../packages/sallyport/src/store/connect.ts'

const { target, directory, origin_prefix } = JSON.parse(process.env['SALLYPORT_SIMULATION'] ?? '')
const db = connect(target, 'sallyport_sequencer', 2, () => undefined)
const key = loadSigningKey({ directory })
const heads = headsDirectory(join(directory, 'heads'))
const pace = { interval_ms: 10, publish_ms: 50, batch: 500, failed: (error: unknown) => console.error(error) }
startSequencer(db, { key, heads, origin_prefix, now: Date.now }, pace)
process.stdout.write('ready.\n')
