// The control plane over real HTTP on real PostgreSQL: strangers, roles, bodies, tenants and replicas.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../../packages/sallyport/src/server.ts'
import { call, eventually, newToken, openSite, type Site } from './control-plane.ts'

const allow = (action: string) =>
  `version: v1\nrules:\n  - { id: r, match: { action: '${action}' }, decision: ALLOW, reason: fine }\n`

let site: Site
let server: RunningServer
let replica: RunningServer
let admin: string
let bot: string
let foreign: string

// Inside a suite, so that the servers are closed before the database that they share.
describe('the control plane over HTTP', () => {
  before(async () => {
    site = await openSite()
    server = await site.start()
    replica = await site.start()
    admin = server.bootstrap?.token ?? ''
    bot = await newToken(server, { id: 'bot' })
    foreign = await newToken(server, { tenant: 'globex', id: 'gus', kind: 'person', roles: ['admin'] })
  })
  after(() => site.close())

  describe('the door', () => {
    test('the first start gives an admin token, the second replica none', async () => {
      assert.match(admin, /^sp_/)
      assert.equal(replica.bootstrap, null)
      const self = await call(server, admin, 'GET', '/v1/access/self')
      assert.deepEqual([self.body.id, self.body.tenant, self.body.roles], ['admin', 'default', ['admin']])
    })

    test('strangers and wrong roles are turned away', async () => {
      assert.equal((await call(server, null, 'GET', '/v1/policies')).status, 401)
      assert.equal((await call(server, `sp_${'x'.repeat(43)}`, 'GET', '/v1/policies')).body.code, 'unknown_token')
      assert.equal((await call(server, bot, 'GET', '/v1/policies')).status, 403)
      assert.equal((await call(server, admin, 'POST', '/v1/actions', { action: 'read:file' })).status, 403)
    })

    test('liveness and readiness answer without a token', async () => {
      assert.deepEqual((await call(server, null, 'GET', '/healthz')).body, { status: 'ok' })
      const ready = await call(server, null, 'GET', '/readyz')
      assert.deepEqual([ready.status, ready.body.ready, ready.body.checks.database.ok], [200, true, true])
    })

    test('the description names every operation, what it is for and how it refuses', async () => {
      const { paths } = (await call(server, null, 'GET', '/openapi.json')).body
      for (const path of [
        '/v1/actions',
        '/v1/approvals',
        '/v1/policies',
        '/v1/ledger/checkpoint',
        '/access/v1/evaluation',
      ]) {
        assert.ok(paths[path], path)
      }
      for (const [path, operations] of Object.entries(paths)) {
        for (const [method, operation] of Object.entries(operations as Record<string, Record<string, object>>)) {
          assert.ok(operation.summary && operation.tags && operation.responses, `${method} ${path}`)
          assert.ok('4XX' in operation.responses, `${method} ${path} says nothing of problems`)
        }
      }
    })

    test('malformed, ambiguous and oversize bodies are refused', async () => {
      const submit = (body: string) => call(server, bot, 'POST', '/v1/actions', body)
      assert.equal((await submit('{"action":"read:file"')).body.code, 'invalid_json')
      assert.equal((await submit('{"action":"read:file","action":"delete:file"}')).body.code, 'duplicate_key')
      assert.equal(
        (await submit('{"action":"read:file","arguments":{"n":9007199254740993}}')).body.code,
        'unsafe_number',
      )
      assert.equal((await submit(`{"action":"${'a'.repeat(1_100_000)}"}`)).status, 413)
      assert.equal((await submit('{"action":"read:file","tenant":"globex"}')).body.code, 'malformed_body')
    })

    test('a stranger at the door of actions is recorded, without a word of what it sent', async () => {
      await call(server, `sp_${'y'.repeat(43)}`, 'POST', '/v1/actions', { action: 'read:secret' })
      const leaves = (await site.leaves('action.refused')).filter((leaf) => leaf.includes('"code":"unknown_token"'))
      assert.equal(leaves.length, 1)
      assert.match(leaves[0] ?? '', /"agent":null,.*"door":"POST \/v1\/actions"/)
      assert.doesNotMatch(leaves[0] ?? '', /secret|yyy/)
    })

    test('a second server on the same port is told so, and how to choose another', async () => {
      const port = Number(new URL(server.url).port)
      const settings = { dir: '/nonexistent', host: '127.0.0.1', port, logLevel: 'error' } as const
      await assert.rejects(startServer(settings), new RegExp(`port ${port} .* --port`))
    })
  })

  describe('tenants and replicas', () => {
    test('a policy activated on one replica decides on the other', async () => {
      const decideOn = async (at: RunningServer, action: string) =>
        (await call(at, admin, 'POST', '/v1/policies/decide', { action: { agent: 'bot', action } })).body.decision
      assert.equal(await decideOn(replica, 'read:file'), 'DENY')
      await call(server, admin, 'PUT', '/v1/policies', { bundle: allow('read:*'), reason: 'open' })
      await eventually(async () => (await decideOn(replica, 'read:file')) === 'ALLOW')
      await call(replica, admin, 'PUT', '/v1/policies', { bundle: allow('write:*'), reason: 'turn' })
      await eventually(async () => (await decideOn(server, 'read:file')) === 'DENY')
      assert.equal(await decideOn(server, 'write:file'), 'ALLOW')
    })

    test('no replica decides an action under a policy that another has replaced, not even at once', async () => {
      const submit = (action: string) => call(replica, bot, 'POST', '/v1/actions', { action, execute: 'now' })
      for (const verb of ['read', 'write', 'read', 'write']) {
        const other = verb === 'read' ? 'write' : 'read'
        await call(server, admin, 'PUT', '/v1/policies', { bundle: allow(`${verb}:*`), reason: 'turn about' })
        const [allowed, denied] = await Promise.all([submit(`${verb}:file`), submit(`${other}:file`)])
        assert.equal(allowed.body.status, 'started')
        assert.equal(denied.body.status, 'denied')
      }
    })

    test('a token revoked on one replica is refused by the other', async () => {
      const token = await newToken(server, { id: 'temp' })
      assert.equal((await call(replica, token, 'GET', '/v1/access/self')).status, 200)
      const { tokens } = (await call(server, admin, 'GET', '/v1/access/tokens')).body
      const { id } = tokens.find((one: { principal: string }) => one.principal === 'temp')
      assert.equal((await call(server, admin, 'DELETE', `/v1/access/tokens/${id}`)).status, 204)
      await eventually(async () => (await call(replica, token, 'GET', '/v1/access/self')).status === 401)
    })

    test('a second tenant sees nothing of the first', async () => {
      assert.deepEqual((await call(server, foreign, 'GET', '/v1/policies')).body.versions, [])
      const { principals } = (await call(server, foreign, 'GET', '/v1/access/principals')).body
      assert.deepEqual(
        principals.map(({ id }: { id: string }) => id),
        ['gus'],
      )
      assert.equal((await call(server, foreign, 'GET', '/v1/policies/1')).status, 404)
    })
  })
})
