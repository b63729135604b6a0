// Hears NOTIFY on a connection of its own, which is opened again whenever it breaks.
import pg from 'pg'
import { clientConfig, type Target } from './connect.ts'

const RETRY_MS = 250

/** Hears channels of one database. */
export interface Listener {
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  close(): Promise<void>
}

/** Opens a listener; the connection is made at the first `listen`. Nothing heard while it is down is repeated. */
export function openListener(target: Target): Listener {
  const channels = new Map<string, Set<(payload: string) => void>>()
  let client: Promise<pg.Client> | null = null
  let closed = false

  const open = async (): Promise<pg.Client> => {
    const fresh = new pg.Client(clientConfig(target, 'sallyport_app'))
    fresh.on('error', () => undefined)
    fresh.on('notification', ({ channel, payload }) => {
      for (const heard of channels.get(channel) ?? []) heard(payload ?? '')
    })
    await fresh.connect()
    for (const channel of channels.keys()) await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`)
    fresh.on('end', reopen)
    return fresh
  }
  const reopen = (): void => {
    client = null
    if (closed || channels.size === 0) return
    setTimeout(() => {
      if (closed) return
      client = open()
      client.catch(reopen)
    }, RETRY_MS).unref()
  }

  return {
    async listen(channel, heard) {
      const isNew = !channels.has(channel)
      const hearers = channels.get(channel) ?? new Set()
      channels.set(channel, hearers.add(heard))
      if (client && isNew) await client.then((c) => c.query(`listen ${c.escapeIdentifier(channel)}`))
      client ??= open()
      await client
      return async () => void hearers.delete(heard)
    },
    async close() {
      closed = true
      await client?.then((c) => c.end()).catch(() => undefined)
    },
  }
}
