// A throw-away PostgreSQL server, for tests and benchmarks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, startEmbeddedPostgres } from '../../packages/sallyport/src/store/embedded-postgres.ts'

/** A server for tests, and what removes it with its files. */
export interface TestServer {
  readonly connection: Connection
  remove(): Promise<void>
}

/** Starts a throw-away embedded server. */
export async function startTestServer(): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-test-'))
  const server = await startEmbeddedPostgres(directory)
  const { home } = JSON.parse(readFileSync(join(directory, 'postgres.json'), 'utf8')) as { home: string }
  return {
    connection: server.connection,
    async remove() {
      await server.stop()
      rmSync(home, { recursive: true, force: true })
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
