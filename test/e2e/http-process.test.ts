// The server as a process of its own: what it prints, how it ends, and what a second one on its port says.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { call, eventually, openSite, type Site } from './control-plane.ts'

const MAIN = new URL('../../packages/sallyport/src/main.ts', import.meta.url).pathname

interface Running {
  readonly child: ChildProcess
  readonly out: () => string
  readonly err: () => string
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>
}

const children: ChildProcess[] = []

function run(site: Site, ...args: string[]): Running {
  const { dir, databaseUrl } = site.settings
  const env = { ...process.env, DATABASE_URL: databaseUrl, SALLYPORT_DIR: dir, SALLYPORT_LOG_LEVEL: 'info' }
  const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  const texts = { out: '', err: '' }
  child.stdout.on('data', (data: Buffer) => {
    texts.out += data
  })
  child.stderr.on('data', (data: Buffer) => {
    texts.err += data
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, out: () => texts.out, err: () => texts.err, ended }
}

async function urlOf({ child, out, err }: Running): Promise<string> {
  for (;;) {
    const url = /serves at (http\S+)/.exec(out())?.[1]
    if (url !== undefined) return url
    if (child.exitCode !== null) throw new Error(`the server ended: ${err()}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('the server as a process', () => {
  let site: Site
  before(async () => {
    site = await openSite()
  })
  after(async () => {
    // A test that failed leaves its server behind.
    for (const child of children) child.kill('SIGKILL')
    await site.close()
  })

  test('it prints its URL and, on the first start only, a token; it ends cleanly when told to', async () => {
    const first = run(site, 'serve', '--port', '0')
    const url = await urlOf(first)
    const token = /sp_[\w-]{43}/.exec(first.out())?.[0] ?? ''
    assert.equal((await call({ url }, token, 'GET', '/v1/access/self')).body.id, 'admin')
    const busy = run(site, 'serve', '--port', new URL(url).port)
    assert.equal(await busy.ended, 2)
    assert.match(busy.err(), /is taken; choose another with --port/)
    first.child.kill('SIGTERM')
    assert.equal(await first.ended, 0)
    assert.doesNotMatch(first.err(), /sp_/)

    const second = run(site, 'serve', '--port', '0')
    await urlOf(second)
    assert.doesNotMatch(second.out(), /sp_/)
    second.child.kill('SIGINT')
    assert.equal(await second.ended, 0)
  })

  test('a token made and revoked on the command line opens and closes the door of a running server', async () => {
    const server = run(site, 'serve', '--port', '0')
    const url = await urlOf(server)
    const made = run(site, 'token', 'create', '--principal', 'bot', '--kind', 'agent')
    assert.equal(await made.ended, 0)
    const token = made.out().trim()
    assert.equal((await call({ url }, token, 'GET', '/v1/access/self')).body.id, 'bot')
    const id = /token (\S+) of bot/.exec(made.err())?.[1] ?? ''
    assert.equal(await run(site, 'token', 'revoke', id).ended, 0)
    await eventually(async () => (await call({ url }, token, 'GET', '/v1/access/self')).body.code === 'token_revoked')
    server.child.kill('SIGTERM')
    assert.equal(await server.ended, 0)
  })
})
