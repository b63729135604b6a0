// The gateway that asks over HTTP: no control plane, no decision; no recorded outcome, no result.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, test } from 'node:test'
import type { JsonObject } from '../../packages/core/src/index.ts'
import { type ControlPlane, startControlPlane } from './mcp/control-plane.ts'
import { type FaultyGateway, startFaultyGateway, until } from './mcp/faulty-gateway.ts'
import { FAULTY_POLICY } from './mcp/policies.ts'

let gateway: FaultyGateway | null = null
let plane: ControlPlane | null = null
let impostor: Server | null = null

afterEach(async () => {
  await gateway?.close()
  await plane?.close()
  impostor?.closeAllConnections()
  impostor?.close()
  gateway = plane = impostor = null
})

const errorOf = (message: JsonObject) => message['error'] as { code: number; message: string; data: JsonObject }
const UNREADY = { SALLYPORT_TOKEN: 'sp_x', SALLYPORT_URL: 'http://127.0.0.1:1' }

describe('a gateway over HTTP', () => {
  test('answers every request with an error while there is no control plane, and forwards nothing', async () => {
    gateway = await startFaultyGateway({ env: UNREADY, silent: true })
    const answer = await gateway.client.ask(1, 'initialize', {})
    assert.equal(errorOf(answer).code, -31004)
    assert.match(errorOf(answer).message, /nothing was forwarded/)
    assert.deepEqual(gateway.reached(), [])
  })

  test('passes on that its token is not accepted', async () => {
    plane = await startControlPlane(FAULTY_POLICY)
    const env = { ...plane.remote, SALLYPORT_TOKEN: 'sp_nobody' }
    gateway = await startFaultyGateway({ env, silent: true })
    const { code, data } = errorOf(await gateway.client.ask(1, 'initialize', {}))
    assert.deepEqual([code, data['code']], [-31003, 'unknown_token'])
    assert.deepEqual(gateway.reached(), [])
  })

  test('withholds a result whose outcome the control plane does not live to record', async () => {
    plane = await startControlPlane(FAULTY_POLICY)
    gateway = await startFaultyGateway({ env: plane.remote })
    const answer = gateway.call('late', 'late', { ms: 1500 })
    await until('the call arrives', () => gateway?.reached().some(({ id }) => id === 'late') ?? false)
    await plane.close()
    plane = null
    const { code, data } = errorOf(await answer)
    assert.equal(code, -31005)
    assert.ok(data['action_id'])
    assert.ok(!JSON.stringify(gateway.client.received).includes('"late"}]'))
    assert.equal(errorOf(await gateway.call('next', 'echo')).code, -31004)
  })

  const impostures: readonly (readonly [string, number, string])[] = [
    ['an empty answer', 200, ''],
    ['an answer that is no decision', 200, '{"status":"started"}'],
    ['an answer that can be read in two ways', 200, '{"status":"denied","status":"started"}'],
    ['an error page', 502, '<html>bad gateway</html>'],
  ]
  for (const [name, status, body] of impostures) {
    test(`takes ${name} for no permission`, async () => {
      impostor = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1')
      await new Promise((resolve) => impostor?.once('listening', resolve))
      const { port } = impostor.address() as AddressInfo
      const env = { SALLYPORT_TOKEN: 'sp_x', SALLYPORT_URL: `http://127.0.0.1:${port}` }
      gateway = await startFaultyGateway({ env, silent: true })
      assert.equal(errorOf(await gateway.client.ask(1, 'initialize', {})).code, -31004)
      assert.deepEqual(gateway.reached(), [])
    })
  }
})
