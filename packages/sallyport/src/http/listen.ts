// Takes the port, and gives it back in time.
import { createServer } from 'node:net'
import { Refusal } from '../refusal.ts'
import type { App } from './app-type.ts'

/** Where to listen. */
export interface Address {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
}

/** How long requests under way may still take after the application was told to close. */
const DRAIN_MS = 10_000

/**
 * Throws `port_in_use` where nobody could listen on `address`. Asked before anything is opened, so that a second start
 * by mistake touches nothing of the first.
 */
export async function checkPort(address: Address): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(portError(error, address)))
    probe.listen(address.port, address.host, resolve)
  })
  await new Promise((resolve) => probe.close(resolve))
}

/** Listens and gives the URL. Throws `port_in_use`. */
export async function listen(app: App, address: Address): Promise<string> {
  try {
    return await app.listen({ ...address })
  } catch (error) {
    throw portError(error, address)
  }
}

/** Stops taking requests, waits for those under way, and cuts off whoever takes too long. */
export async function drain(app: App): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS)
  try {
    await app.close()
  } finally {
    clearTimeout(cutOff)
  }
}

function portError(error: unknown, { host, port }: Address): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'EADDRINUSE') {
    return new Refusal(
      'port_in_use',
      `port ${port} on \`${host}\` is taken; choose another with --port or SALLYPORT_PORT`,
    )
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    const message = `cannot listen on \`${host}\` port ${port} (${code}); choose others with --host and --port`
    return new Refusal('cannot_listen', message)
  }
  return error
}
