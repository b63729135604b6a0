// When the gateway ends, however it ends, the server ends with it; and the server never sees the gateway's token.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, afterEach, before, describe, test } from 'node:test'
import { gatewayFor, publishedServer } from './mcp/commands.ts'
import { type ControlPlane, startControlPlane } from './mcp/control-plane.ts'
import { type FaultyGateway, startFaultyGateway, until } from './mcp/faulty-gateway.ts'
import { FAULTY_POLICY } from './mcp/policies.ts'
import { startRawClient } from './mcp/raw-client.ts'

let plane: ControlPlane
let gateway: FaultyGateway | null = null

describe('around the gateway', () => {
  before(async () => {
    plane = await startControlPlane(FAULTY_POLICY)
  })
  afterEach(async () => {
    await gateway?.close()
    gateway = null
  })
  after(() => plane?.close())

  /** Processes whose command line holds `text`, other than the gateway itself. */
  function running(text: string): readonly string[] {
    const all = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
    return all.filter((line) => line.includes(text) && line.includes('faulty-server.mjs') && !line.includes('main.ts'))
  }

  describe('the server process', () => {
    for (const signal of ['SIGKILL', 'SIGTERM', 'SIGINT'] as const) {
      test(`ends when the gateway gets ${signal}, even where it ignores every request to end`, async () => {
        gateway = await startFaultyGateway({ env: plane.direct, serverFlags: ['--stubborn', `--mark-${signal}`] })
        assert.equal(running(`--mark-${signal}`).length, 1)
        gateway.client.process.kill(signal)
        await gateway.client.exited
        await until('the server has ended', () => running(`--mark-${signal}`).length === 0)
      })
    }

    test('ends when the client closes its end', async () => {
      gateway = await startFaultyGateway({ env: plane.direct, serverFlags: ['--stubborn', '--mark-end'] })
      assert.equal(await gateway.client.end(), 0)
      assert.deepEqual(running('--mark-end'), [])
    })

    test('does not get the credentials of the gateway', async () => {
      const server = publishedServer('everything', [], { PLAIN: 'passed on' })
      const client = await startRawClient(
        gatewayFor(server, { ...plane.direct, SALLYPORT_OTHER: 'x' }, ['--server', 'faulty']),
      )
      const answer = await client.ask(1, 'tools/call', { name: 'get-env', arguments: {} })
      assert.match(JSON.stringify(answer), /passed on/)
      assert.doesNotMatch(JSON.stringify(answer), /SALLYPORT_|DATABASE_URL/)
      await client.end()
    })
  })
})
