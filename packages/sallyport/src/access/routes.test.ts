// The access room over HTTP: least privilege, one tenant, and a token's text shown once.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openTestApp, type TestApp } from '../http/test-app.ts'

let it: TestApp
before(async () => {
  it = await openTestApp()
})
after(() => it.close())

const post = (url: string, payload: object, as = 'ada') => it.as(as, { method: 'POST', url, payload })

test('a token tells whose it is', async () => {
  const self = (await it.as('bot', { url: '/v1/access/self' })).json()
  assert.deepEqual(self, { tenant: 'acme', id: 'bot', kind: 'agent', roles: [], tier: 1 })
})

test('a principal gets a token that works until it is revoked', async () => {
  const made = await post('/v1/access/principals', { id: 'cron', kind: 'service', tier: 2 })
  assert.equal(made.statusCode, 201)
  assert.deepEqual(made.json(), { tenant: 'acme', id: 'cron', kind: 'service', roles: [], tier: 2 })
  const created = await post('/v1/access/tokens', { principal: 'cron' })
  assert.equal(created.headers['cache-control'], 'no-store')
  const { id, token } = created.json()
  const asCron = () => it.app.inject({ url: '/v1/access/self', headers: { authorization: `Bearer ${token}` } })
  assert.equal((await asCron()).json().id, 'cron')
  const listed = (await it.as('ada', { url: '/v1/access/tokens' })).payload
  assert.ok(listed.includes(id) && !listed.includes(token))
  assert.equal((await it.as('ada', { method: 'DELETE', url: `/v1/access/tokens/${id}` })).statusCode, 204)
  it.clock.now += 1000
  assert.equal((await asCron()).json().code, 'token_revoked')
})

test('roles and tier are replaced as a whole, the kind is not', async () => {
  const put = (payload: object) => it.as('ada', { method: 'PUT', url: '/v1/access/principals/eve', payload })
  assert.deepEqual((await put({ kind: 'person', roles: ['approver'] })).json().roles, ['approver'])
  assert.equal((await put({ kind: 'agent' })).json().code, 'principal_kind')
  const { principals } = (await it.as('ada', { url: '/v1/access/principals' })).json()
  assert.deepEqual(
    principals.map(({ id }: { id: string }) => id).filter((id: string) => id !== 'cron'),
    ['ada', 'bot', 'eve', 'pep'],
  )
})

test('nobody but an admin creates, nobody but an admin or auditor reads', async () => {
  for (const as of ['bot', 'pep', 'eve']) {
    assert.equal((await post('/v1/access/tokens', { principal: 'ada' }, as)).statusCode, 403)
    assert.equal((await it.as(as, { url: '/v1/access/principals' })).statusCode, 403)
  }
})

test('an admin reaches no other tenant, whatever the body says', async () => {
  assert.equal((await post('/v1/access/tokens', { principal: 'gus' })).json().code, 'unknown_principal')
  const foreign = { id: 'x', kind: 'agent', tenant: 'globex' }
  assert.equal((await post('/v1/access/principals', foreign)).json().code, 'malformed_body')
})

test('what cannot be is refused with its own code', async () => {
  assert.equal((await post('/v1/access/principals', { id: 'Bot', kind: 'agent' })).json().code, 'invalid_principal')
  assert.equal((await post('/v1/access/principals', { id: 'bot', kind: 'agent' })).statusCode, 409)
  assert.equal((await post('/v1/access/tokens', { principal: 'nobody' })).statusCode, 404)
  const unknown = '01990000-0000-7000-8000-000000000000'
  assert.equal((await it.as('ada', { method: 'DELETE', url: `/v1/access/tokens/${unknown}` })).statusCode, 404)
})
