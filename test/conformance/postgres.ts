// Real PostgreSQL for tests: one embedded server per test process (or the one named by the runner), a database per store.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { after } from 'node:test'
import pg from 'pg'
import type { Connection } from '../../packages/sallyport/src/store/embedded-postgres.ts'
import { type OpenStore, openStore } from '../../packages/sallyport/src/store/open-store.ts'
import { startTestServer, type TestServer } from './test-server.ts'

let own: Promise<TestServer> | null = null

// Registered at the root: a hook declared inside a test would end the server with that test.
after(async () => (await own)?.remove())

/** The server that this test process uses; the runner hands one to all of them in `SALLYPORT_TEST_SERVER`. */
export async function testServer(): Promise<Connection> {
  const given = process.env.SALLYPORT_TEST_SERVER
  if (given) return JSON.parse(given) as Connection
  own ??= startTestServer()
  return (await own).connection
}

/** Makes an empty database on the test server and tells how to connect to it. */
export async function createDatabase(): Promise<Connection> {
  const server = await testServer()
  const database = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client(server)
  await client.connect()
  await client.query(`create database ${database}`)
  await client.end()
  return { ...server, database }
}

/** Opens a store on a database of its own. */
export async function openPostgresStore(): Promise<OpenStore> {
  return openStore({ directory: tmpdir(), server: await createDatabase(), poolSize: 6 })
}
