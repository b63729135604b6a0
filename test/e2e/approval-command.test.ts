// A person decides from the command line: list, show, approve and reject, against a real control plane.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Ran, runCommand } from '../../packages/sallyport/src/cli/run-command.ts'
import type { RunningServer } from '../../packages/sallyport/src/server.ts'
import { call, newToken, openSite, type Site } from './control-plane.ts'

const BUNDLE =
  'version: v1\nrules: [{ id: pay, match: { action: "pay:*" }, decision: REQUIRE_APPROVAL, approval: { roles: [approver] } }]'

describe('sallyport approval', () => {
  let site: Site
  let server: RunningServer
  let bot: string
  let ann: string

  before(async () => {
    site = await openSite()
    server = await site.start()
    bot = await newToken(server, { id: 'bot' })
    ann = await newToken(server, { id: 'ann', kind: 'person', roles: ['approver'], tier: 0 })
    await server.rooms.policy.replace('default', { bundle: BUNDLE, reason: 'test', by: 'test' })
  })
  after(() => site.close())

  const approval = (...args: string[]): Promise<Ran> =>
    runCommand(['approval', ...args], { env: { SALLYPORT_URL: server.url, SALLYPORT_TOKEN: ann } })
  const hold = async (amount: number): Promise<{ id: string; action_id: string }> => {
    const { body } = await call(server, bot, 'POST', '/v1/actions', { action: 'pay:invoice', arguments: { amount } })
    return { id: body.approval.id, action_id: body.action_id }
  }

  test('what is held is listed and shown, and an approval by its hash starts it', async () => {
    const { id, action_id } = await hold(100)
    assert.match((await approval('list')).stdout, new RegExp(`^${id}  pending  bot`))
    const shown = await approval('show', id)
    assert.match(shown.stdout, /"amount": 100/)
    assert.match(shown.stdout, /needs 1 of: approver/)
    const hash = /action hash ([0-9a-f]{64})/.exec(shown.stdout)?.[1] ?? ''
    const other = await approval('approve', id, '--reason', 'fine', '--action-hash', '0'.repeat(64))
    assert.deepEqual([other.code, other.stdout], [2, ''])
    const approved = await approval('approve', id, '--reason', 'fine', '--action-hash', hash)
    assert.deepEqual([approved.code, approved.stdout], [0, 'the approval is granted\n'])
    const started = await call(server, bot, 'POST', `/v1/actions/${action_id}/dispatch`, {})
    assert.equal(started.body.status, 'started')
    assert.equal((await approval('list')).stdout, 'no approval is pending\n')
  })

  test('a rejection ends it, and what does not exist is told', async () => {
    const { id, action_id } = await hold(999)
    const hash = /action hash ([0-9a-f]{64})/.exec((await approval('show', id)).stdout)?.[1] ?? ''
    assert.equal((await approval('reject', id, '--reason', 'too much', '--action-hash', hash)).code, 0)
    const refused = await call(server, bot, 'POST', `/v1/actions/${action_id}/dispatch`, {})
    assert.equal(refused.body.code, 'approval_rejected')
    const missing = await approval('show', '01a1fc41-b2cb-78f3-8633-26bf29bf6641')
    assert.equal(missing.code, 2)
    assert.match(missing.stderr, /^sallyport: no approval/)
  })
})
