// `sallyport policy activate` as a process against the policy room over HTTP.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { openTestApp, type TestApp } from '../http/test-app.ts'
import { policyRoutes } from '../policy/routes.ts'
import { openPolicy } from '../policy/service.ts'
import { openScratch, runCommand, type Scratch } from './run-command.ts'

let it: TestApp
let files: Scratch
let url: string
before(async () => {
  files = openScratch()
  it = await openTestApp(async (app, { store, now, closing }) => {
    const policy = await openPolicy({ store, now, random: randomBytes, failed: assert.ifError })
    closing(policy.close)
    policyRoutes(app, { policy, now })
  })
  url = await it.app.listen({ port: 0, host: '127.0.0.1' })
})
after(async () => {
  files.remove()
  await it.close()
})

const activate = (text: string, as: string, ...more: string[]) =>
  runCommand(['policy', 'activate', files.file('p.yaml', text), '--reason', 'because', ...more], {
    env: { SALLYPORT_URL: url, SALLYPORT_TOKEN: it.tokens[as] ?? '' },
  })

describe('sallyport policy activate', () => {
  test('stores and activates, and says what the lint says', async () => {
    const ran = await activate('version: v1\npermissions: { allow: ["read:*"] }', 'ada')
    assert.equal(ran.code, 0, ran.stderr)
    assert.match(ran.stdout, /^version 1 decides now, epoch 1, policy hash [0-9a-f]{64}\n$/)
    assert.match(ran.stderr, /warning: no rule denies anything/)
    const active = (await it.as('ada', { url: '/v1/policies/active' })).json()
    assert.deepEqual([active.version, active.reason], [1, 'because'])
  })

  test('an invalid bundle is refused before it is sent, a principal that may not is refused by the control plane', async () => {
    const invalid = await activate('version: v2', 'ada')
    assert.equal(invalid.code, 2)
    assert.match(invalid.stderr, /p\.yaml:1:10: /)
    const forbidden = await activate('version: v1', 'bot')
    assert.equal(forbidden.code, 2)
    assert.match(forbidden.stderr, /sallyport: /)
    assert.equal((await it.as('ada', { url: '/v1/policies/active' })).json().version, 1)
  })

  test('without a token or a control plane it says so', async () => {
    const nobody = await activate('version: v1', 'nobody')
    assert.match(nobody.stderr, /no token/)
    const nowhere = await activate('version: v1', 'ada', '--url', 'http://127.0.0.1:1')
    assert.deepEqual([nobody.code, nowhere.code], [2, 2])
    assert.match(nowhere.stderr, /http:\/\/127\.0\.0\.1:1/)
  })
})
