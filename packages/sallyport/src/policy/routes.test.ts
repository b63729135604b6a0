// The policy room over HTTP: who may, what is refused, and what a dry run tells.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { openTestApp, type TestApp } from '../http/test-app.ts'
import { policyRoutes } from './routes.ts'
import { openPolicy } from './service.ts'

const BUNDLE = `version: v1
rules:
  - { id: reads, match: { action: 'read:*' }, decision: ALLOW, reason: reading is fine }
  - { id: deletes, match: { action: 'delete:*' }, decision: DENY, reason: never }
`
const LARGE = 2_000_000

let it: TestApp
before(async () => {
  it = await openTestApp(async (app, { store, now, closing }) => {
    const policy = await openPolicy({ store, now, random: randomBytes, failed: assert.ifError })
    closing(policy.close)
    policyRoutes(app, { policy, now })
  })
})
after(() => it.close())

const send = (method: 'POST' | 'PUT', url: string, payload: object, as = 'ada') => it.as(as, { method, url, payload })

describe('versions over HTTP', () => {
  test('nothing is active at first', async () => {
    assert.equal((await it.as('ada', { url: '/v1/policies/active' })).statusCode, 404)
    const { active_version, epoch, versions } = (await it.as('ada', { url: '/v1/policies' })).json()
    assert.deepEqual({ active_version, epoch, versions }, { active_version: null, epoch: 0, versions: [] })
  })

  test('POST stores, activate activates, PUT does both', async () => {
    const stored = await send('POST', '/v1/policies', { bundle: BUNDLE, reason: 'first' })
    assert.equal(stored.statusCode, 201)
    assert.equal(stored.json().version, 1)
    const activated = await send('POST', '/v1/policies/1/activate', { reason: 'go' })
    assert.deepEqual(activated.json(), { version: 1, policy_hash: stored.json().policy_hash, epoch: 1 })
    const replaced = await send('PUT', '/v1/policies', { bundle: `# same meaning\n${BUNDLE}`, reason: 'comment' })
    assert.equal(replaced.json().epoch, 2)
    assert.equal(replaced.json().policy_hash, stored.json().policy_hash)
    const active = (await it.as('ada', { url: '/v1/policies/active' })).json()
    assert.deepEqual([active.version, active.created_by, active.epoch], [2, 'ada', 2])
    assert.equal((await it.as('ada', { url: '/v1/policies/1' })).json().bundle, BUNDLE)
  })

  test('every error of a bundle is told with its place', async () => {
    const bundle = 'version: v1\nrules:\n  - { id: a, decision: PERMIT }\n  - { id: b, nonsense: 1, decision: DENY }\n'
    const answer = await send('POST', '/v1/policies', { bundle, reason: 'oops' })
    assert.equal(answer.statusCode, 422)
    const { code, errors } = answer.json()
    assert.equal(code, 'invalid_policy')
    assert.deepEqual(
      errors.map(({ line }: { line: number }) => line),
      [3, 4],
    )
    assert.ok(errors.every(({ column, message }: { column: number; message: string }) => column > 0 && message))
  })

  test('what lint finds odd is told, and prevents nothing', async () => {
    const bundle = 'version: v1\nrules:\n  - { id: all, decision: ALLOW }\n'
    const { statusCode, payload } = await send('POST', '/v1/policies', { bundle, reason: 'wide open' })
    const { findings } = JSON.parse(payload)
    assert.equal(statusCode, 201)
    assert.ok(
      findings.some(({ lint, rule }: { lint: string; rule: string }) => lint === 'allow-everything' && rule === 'all'),
    )
  })

  test('a bundle may be larger than other bodies', async () => {
    const bundle = `# ${'x'.repeat(LARGE)}\n${BUNDLE}`
    assert.equal((await send('POST', '/v1/policies', { bundle, reason: 'large' })).statusCode, 201)
  })

  test('a version that does not exist, a reason that says nothing and an unknown field are refused', async () => {
    assert.equal((await it.as('ada', { url: '/v1/policies/99' })).json().code, 'unknown_policy_version')
    assert.equal((await it.as('ada', { url: '/v1/policies/zero' })).json().code, 'malformed_body')
    assert.equal((await send('POST', '/v1/policies/99/activate', { reason: 'x' })).statusCode, 404)
    assert.equal((await send('POST', '/v1/policies', { bundle: BUNDLE, reason: ' ' })).statusCode, 400)
    assert.equal((await send('POST', '/v1/policies', { bundle: BUNDLE, reason: 'x', force: true })).statusCode, 400)
  })

  test('only an admin writes, and an agent does not even read', async () => {
    for (const as of ['bot', 'pep', 'eve']) {
      assert.equal((await send('PUT', '/v1/policies', { bundle: BUNDLE, reason: 'x' }, as)).statusCode, 403)
      assert.equal((await it.as(as, { url: '/v1/policies/active' })).statusCode, 403)
    }
  })

  test('a reason with a NUL is the caller’s to write otherwise, and stores nothing', async () => {
    const before = (await it.as('ada', { url: '/v1/policies' })).json()
    const answer = await send('POST', '/v1/policies', { bundle: BUNDLE, reason: 'a\0b' })
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'malformed_request'])
    assert.deepEqual((await it.as('ada', { url: '/v1/policies' })).json(), before)
  })

  test('another tenant starts empty', async () => {
    assert.deepEqual((await it.as('gus', { url: '/v1/policies' })).json().versions, [])
    assert.equal((await it.as('gus', { url: '/v1/policies/1' })).statusCode, 404)
  })
})

describe('dry runs', () => {
  const decide = async (body: object, as = 'ada') => (await send('POST', '/v1/policies/decide', body, as)).json()

  test('the active policy decides, and every rule accounts for itself', async () => {
    const { decision, rule, rules } = await decide({ action: { agent: 'bot', action: 'Read:File' } })
    assert.deepEqual([decision, rule], ['ALLOW', 'reads'])
    assert.deepEqual(
      rules.map(({ id, matched }: { id: string; matched: boolean }) => [id, matched]),
      [
        ['reads', true],
        ['deletes', false],
      ],
    )
    assert.equal(rules[1].checks[0].held, false)
  })

  test('a stored version or a given bundle decides instead', async () => {
    const bundle = 'version: v1\nrules:\n  - { id: stop, decision: DENY, reason: frozen }\n'
    const action = { agent: 'bot', action: 'read:file' }
    assert.equal((await decide({ action, bundle })).reason, 'frozen')
    assert.equal((await decide({ action, version: 1 })).decision, 'ALLOW')
    assert.equal((await decide({ action, version: 1, bundle })).code, 'malformed_body')
    assert.equal((await decide({ action, version: 77 })).code, 'unknown_policy_version')
    assert.equal((await decide({ action, bundle: 'rules: [' })).code, 'invalid_policy')
  })

  test('the tenant is the caller’s, and nothing is recorded', async () => {
    const bundle = 'version: v1\nrules:\n  - { id: own, match: { tenant: globex }, decision: ALLOW }\n'
    assert.equal((await decide({ action: { agent: 'bot' }, bundle }, 'gus')).decision, 'ALLOW')
    assert.equal((await decide({ action: { agent: 'bot', tenant: 'globex' }, bundle })).code, 'malformed_body')
    const pending = await it.store.sequencer
      .selectFrom('pending')
      .select('type')
      .where('type', 'like', 'action.%')
      .execute()
    assert.deepEqual(pending, [])
  })
})
