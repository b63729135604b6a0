// For end-to-end tests: control planes on a real PostgreSQL, and clients of theirs over real HTTP.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Principal } from '../../packages/sallyport/src/access/principal.ts'
import { type RunningServer, startServer } from '../../packages/sallyport/src/server.ts'
import type { Settings } from '../../packages/sallyport/src/settings.ts'
import { createDatabase } from '../conformance/postgres.ts'

/** A database with any number of control planes on it. */
export interface Site {
  /** Settings of its replicas, for one in another process. */
  readonly settings: Settings
  /** Starts one more replica. */
  start(): Promise<RunningServer>
  /** The bytes of every leaf of one type, pending or sealed, as text. */
  leaves(type: string): Promise<readonly string[]>
  /** Closes all replicas and removes the directory. */
  close(): Promise<void>
}

/** Prepares a database and a data directory of its own. */
export async function openSite(): Promise<Site> {
  const { host, port, user, password, database } = await createDatabase()
  const url = new URL(`postgresql://localhost:${port}/${database}`)
  url.username = user
  url.password = password
  url.searchParams.set('host', host)
  const dir = mkdtempSync(join(tmpdir(), 'sallyport-e2e-'))
  const settings = { dir, host: '127.0.0.1', port: 0, logLevel: 'error', databaseUrl: url.href } as const
  const running: RunningServer[] = []
  return {
    settings,
    async start() {
      const server = await startServer(settings)
      running.push(server)
      return server
    },
    async leaves(type) {
      const client = new pg.Client({ host, port, user, password, database })
      await client.connect()
      try {
        const text = 'select leaf from pending where type = $1 union all select leaf from entries where type = $1'
        const { rows } = await client.query<{ leaf: Buffer }>(text, [type])
        return rows.map(({ leaf }) => leaf.toString())
      } finally {
        await client.end()
      }
    },
    async close() {
      for (const server of running) await server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** An answer, read. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers that the OpenAPI description types
  readonly body: any
}

/** Sends one request; a string is sent as it is, anything else as JSON. */
export async function call(
  server: Pick<RunningServer, 'url'>,
  token: string | null,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` }
  if (body !== undefined) headers['content-type'] = 'application/json'
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(new URL(path, server.url), {
    method,
    headers,
    ...(body === undefined ? {} : { body: payload }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

/** Creates a principal with a token, as the command line does. */
export async function newToken(server: RunningServer, principal: Partial<Principal> & { id: string }): Promise<string> {
  const { access } = server.rooms
  const whole: Principal = { tenant: 'default', kind: 'agent', roles: [], tier: 1, ...principal }
  await access.createPrincipal(whole, 'test')
  return (await access.createToken(whole.tenant, whole.id, 'test')).token
}

/** Waits until `check` holds; fails after ten seconds. */
export async function eventually(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('it did not come about within ten seconds')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
