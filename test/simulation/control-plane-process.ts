// A control plane as a process of its own, for tests that kill it: settings come as JSON in SALLYPORT_SIMULATION.
import { type Settings, startServer } from 'sallyport'

const settings = JSON.parse(process.env['SALLYPORT_SIMULATION'] ?? '{}') as Settings
const server = await startServer(settings)
// The full stop tells a whole line from one that a kill has torn.
console.log(`${server.url}.`)
