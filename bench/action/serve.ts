// The control plane in a process of its own, as it is deployed: one agent with a token, and a policy that allows its call.
import { startServer } from '../../packages/sallyport/src/server.ts'
import { bundleOf } from './traffic.ts'

/** What the parent is told once the server answers. */
export interface Served {
  readonly url: string
  readonly token: string
}

const TENANT = 'default'
const [dir = '', databaseUrl = ''] = process.argv.slice(2)
const server = await startServer({ dir, host: '127.0.0.1', port: 0, logLevel: 'error', databaseUrl })
const { access, policy } = server.rooms
await access.createPrincipal({ id: 'bot', tenant: TENANT, kind: 'agent', roles: [], tier: 0 }, 'bench')
const { token } = await access.createToken(TENANT, 'bot', 'bench')
await policy.replace(TENANT, { bundle: bundleOf(100), reason: 'bench', by: 'bench' })
process.once('disconnect', () => void server.close().then(() => process.exit(0)))
process.send?.({ url: server.url, token } satisfies Served)
