// What is measured: one server reached directly, through a plain relay, and through the gateway by both of its doors.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import type { Connection } from '../../packages/sallyport/src/store/embedded-postgres.ts'
import { type Command, gatewayFor, publishedServer } from '../../test/e2e/mcp/commands.ts'
import { openPlane } from '../../test/e2e/mcp/plane.ts'
import { openPolicyFor } from '../../test/e2e/mcp/policies.ts'
import { openSession, type Session } from './session.ts'

/** Everything that is compared, running. */
export interface Setting {
  readonly direct: Session
  readonly relay: Session
  readonly database: Session
  readonly http: Session
  /** Commits one row on the same PostgreSQL. */
  commit(): Promise<void>
  close(): Promise<void>
}

/** Starts it on `server`, a PostgreSQL. The control plane is a process of its own and seals the ledger meanwhile. */
export async function openSetting(server: Connection): Promise<Setting> {
  const everything = publishedServer('everything')
  const plane = await openPlane(openPolicyFor('everything', everything), server)
  await plane.close()
  const { serving, url } = await serve(plane.direct)
  const behind = (env: Record<string, string>) => gatewayFor(everything, env, ['--server', 'everything'])
  const token = plane.direct['SALLYPORT_TOKEN'] as string
  const commands: readonly Command[] = [
    everything,
    { ...everything, args: [join(import.meta.dirname, 'plain-relay.ts'), everything.command, ...everything.args] },
    behind(plane.direct),
    behind({ SALLYPORT_TOKEN: token, SALLYPORT_URL: url }),
  ]
  const [direct, relay, database, http] = (await Promise.all(commands.map(openSession))) as [
    Session,
    Session,
    Session,
    Session,
  ]
  const client = new pg.Client(server)
  await client.connect()
  await client.query('create table bench_commit (id bigint generated always as identity, body text)')
  return {
    direct,
    relay,
    database,
    http,
    async commit() {
      await client.query({
        name: 'commit',
        text: 'insert into bench_commit (body) values ($1)',
        values: ['x'.repeat(300)],
      })
    },
    async close() {
      await Promise.all([direct, relay, database, http].map((session) => session.close()))
      await client.end()
      serving.kill('SIGTERM')
      await new Promise((resolve) => serving.on('close', resolve))
      plane.remove()
    },
  }
}

async function serve(env: Record<string, string>): Promise<{ serving: ChildProcess; url: string }> {
  const main = join(import.meta.dirname, '../../packages/sallyport/src/main.ts')
  const args = [main, 'serve', '--port', '0', '--log-level', 'error']
  const serving = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  for await (const chunk of serving.stdout) {
    said += String(chunk)
    const url = /serves at (\S+)/.exec(said)?.[1]
    if (url !== undefined) return { serving, url }
  }
  throw new Error(`the control plane did not start: ${said}`)
}
