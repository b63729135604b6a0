// The guards that every route stands behind: tokens, permissions, strict bodies, problems without secrets.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { z } from 'zod'
import { jsonObject } from '../json-schema.ts'
import type { App } from './app-type.ts'
import { openTestApp, type TestApp } from './test-app.ts'

let it: TestApp
before(async () => {
  it = await openTestApp(doors)
})
after(() => it.close())

function doors(app: App): void {
  const config = { permission: 'action.submit', recordsRefusals: true } as const
  const body = z.strictObject({ name: z.string(), arguments: jsonObject.optional() })
  app.post('/door', { config, schema: { body, response: { 200: z.unknown() } } }, async (request) => request.body)
  app.post('/small', { config, bodyLimit: 10, schema: { response: { 200: z.unknown() } } }, async () => 1)
  app.get('/broken', { config: { permission: 'self.read' } }, async () => {
    throw new Error('secret from the database')
  })
  app.get('/public', { config: { permission: 'public' } }, async (request) => request.principal)
}

const post = (payload: string, url = '/door') =>
  it.as('bot', { method: 'POST', url, payload, headers: { 'content-type': 'application/json' } })

describe('authentication', () => {
  test('no token, another scheme and an unknown token are 401 problems that tell how to go on', async () => {
    for (const authorization of [undefined, 'Basic abc', `Bearer sp_${'a'.repeat(43)}`]) {
      const answer = await it.app.inject({ url: '/v1/access/self', headers: authorization ? { authorization } : {} })
      assert.equal(answer.statusCode, 401)
      assert.equal(answer.headers['content-type'], 'application/problem+json')
      assert.match(String(answer.headers['www-authenticate']), /^Bearer/)
      assert.deepEqual(Object.keys(answer.json()).sort(), ['code', 'detail', 'instance', 'status', 'title', 'type'])
    }
  })

  test('a permission that the principal lacks is a 403', async () => {
    const answer = await it.as('bot', { url: '/v1/access/tokens' })
    assert.equal(answer.statusCode, 403)
    assert.equal(answer.json().code, 'forbidden')
  })

  test('a route without a permission cannot be registered', async () => {
    await assert.rejects(
      openTestApp((app) => void app.get('/open', async () => 1)),
      /names no permission/,
    )
  })

  test('a public route that asks for the principal fails instead of guessing one', async () => {
    assert.equal((await it.as('ada', { url: '/public' })).statusCode, 500)
  })
})

describe('bodies', () => {
  const refused: readonly (readonly [string, string, string])[] = [
    ['a duplicate key', '{"name":"a","name":"b"}', 'duplicate_key'],
    ['a duplicate key deep inside', '{"name":"a","arguments":{"x":{"y":1,"\\u0079":1}}}', 'duplicate_key'],
    ['an integer beyond 2^53', '{"name":"a","arguments":{"n":9007199254740993}}', 'unsafe_number'],
    ['a lone surrogate', '{"name":"\\ud800"}', 'lone_surrogate'],
    ['half a body', '{"name":"a"', 'invalid_json'],
    ['no body', '', 'invalid_json'],
    ['deep nesting', `{"name":"a","arguments":{"x":${'['.repeat(80)}${']'.repeat(80)}}}`, 'too_deep'],
    ['an unknown field', '{"name":"a","agent":"somebody else"}', 'malformed_body'],
    ['a wrong type', '{"name":1}', 'malformed_body'],
    ['a list', '[]', 'malformed_body'],
  ]
  for (const [what, body, code] of refused) {
    test(`${what} is \`${code}\`, and recorded`, async () => {
      const answer = await post(body)
      assert.equal(answer.statusCode, 400)
      assert.equal(answer.json().code, code)
      const message = answer.json().detail
      const expected = { tenant: 'acme', agent: 'bot', code, message, door: 'POST /door', suppressed: 0 }
      assert.deepEqual(it.refusals.at(-1), expected)
    })
  }

  test('a body over the limit is a 413', async () => {
    const answer = await post(`{"name":"${'a'.repeat(40)}"}`, '/small')
    assert.deepEqual([answer.statusCode, answer.json().code], [413, 'too_large'])
  })

  test('another media type is a 415', async () => {
    const answer = await it.as('bot', {
      method: 'POST',
      url: '/door',
      payload: 'a',
      headers: { 'content-type': 'text/plain' },
    })
    assert.deepEqual([answer.statusCode, answer.json().code], [415, 'unsupported_media_type'])
  })

  test('a key named `__proto__` reaches the handler as it was sent', async () => {
    const body = '{"name":"a","arguments":{"__proto__":{"admin":true}}}'
    assert.equal((await post(body)).payload, body)
  })
})

describe('refusals of strangers', () => {
  test('are recorded up to a limit a second, and the rest is counted', async () => {
    it.clock.now += 5000
    const before = it.refusals.length
    for (let i = 0; i < 15; i++) await it.app.inject({ method: 'POST', url: '/door', payload: {} })
    assert.equal(it.refusals.length - before, 10)
    it.clock.now += 1000
    await it.app.inject({ method: 'POST', url: '/door', payload: {} })
    const { tenant, agent, code, suppressed } = it.refusals.at(-1) ?? {}
    assert.deepEqual([tenant, agent, code, suppressed], ['default', null, 'unauthenticated', 5])
  })
})

describe('answers', () => {
  test('an unexpected error says nothing about itself, here or in the log', async () => {
    const answer = await it.as('ada', { url: '/broken', headers: { 'x-request-id': 'find-me' } })
    assert.equal(answer.statusCode, 500)
    assert.equal(answer.json().instance, 'urn:sallyport:request:find-me')
    assert.doesNotMatch(answer.payload, /secret|\.ts/)
    assert.doesNotMatch(it.log.join(''), /secret/)
    assert.match(it.log.join(''), /app\.test\.ts/)
  })

  test('a request id is echoed, and one that could split a header is replaced', async () => {
    const echoed = await it.as('ada', { url: '/v1/access/self', headers: { 'x-request-id': 'abc-1' } })
    assert.equal(echoed.headers['x-request-id'], 'abc-1')
    const replaced = await it.as('ada', { url: '/v1/access/self', headers: { 'x-request-id': 'a b' } })
    assert.match(String(replaced.headers['x-request-id']), /^[0-9a-f-]{36}$/)
  })

  test('what is not there is a 404 problem', async () => {
    const answer = await it.as('ada', { url: '/v1/nothing' })
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'not_found'])
  })

  test('a path that is no URL path is a problem too', async () => {
    const answer = await it.as('ada', { url: '/v1/policies/%E0%A4%A' })
    assert.equal(answer.headers['content-type'], 'application/problem+json')
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'malformed_request'])
    assert.doesNotMatch(answer.payload, /%E0/)
  })

  test('security headers are set', async () => {
    const { headers } = await it.as('ada', { url: '/v1/access/self' })
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.ok(headers['content-security-policy'])
  })

  test('no token and no path of a request is logged', async () => {
    await it.as('ada', { url: '/v1/nothing/private-name?q=private-query' })
    assert.doesNotMatch(it.log.join(''), /private-|sp_/)
  })

  test('the description is OpenAPI 3.1 with problems and the bearer scheme', async () => {
    const api = (await it.app.inject({ url: '/openapi.json' })).json()
    assert.equal(api.openapi, '3.1.0')
    const door = api.paths['/door'].post
    assert.deepEqual(door.security, [{ bearer: [] }])
    assert.equal(door.requestBody.content['application/json'].schema.additionalProperties, false)
    assert.ok(door.responses['4XX'].content['application/problem+json'])
    assert.equal(api.paths['/public'].get.security, undefined)
  })
})
