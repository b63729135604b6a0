// A call that needs a person is held, told of, retried, executed once, and never behind the client's back.
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import type { JsonObject } from '../../packages/core/src/index.ts'
import type { HeldApproval } from '../../packages/sallyport/src/approval/held-approval.ts'
import { type ControlPlane, startControlPlane } from './mcp/control-plane.ts'
import { type FaultyGateway, startFaultyGateway, until } from './mcp/faulty-gateway.ts'
import { FAULTY_POLICY } from './mcp/policies.ts'

let plane: ControlPlane
let gateway: FaultyGateway

describe('the gateway, with', () => {
  before(async () => {
    plane = await startControlPlane(FAULTY_POLICY)
  })
  afterEach(() => gateway?.close())
  after(() => plane?.close())

  const errorOf = (message: JsonObject) => message['error'] as { code: number; message: string; data: JsonObject }
  const done = () => gateway.reached().filter(({ method }) => method === 'tools/call').length

  async function start(door: 'direct' | 'remote', hold = '20s'): Promise<void> {
    gateway = await startFaultyGateway({ env: plane[door], flags: ['--hold', hold] })
  }

  /** The approval of the only call that waits. */
  async function onlyPending(): Promise<HeldApproval> {
    await until('a call waits for approval', async () => (await plane.pending()).length === 1)
    return (await plane.pending())[0] as HeldApproval
  }

  for (const door of ['direct', 'remote'] as const) {
    describe(`a held call, ${door}`, () => {
      test('goes on when it is approved, and tells of the wait where the client asked for progress', async () => {
        await start(door)
        const params = { name: 'held', arguments: { n: `${door} 1` }, _meta: { progressToken: 'p' } }
        const answer = gateway.client.ask(1, 'tools/call', params)
        const approval = await onlyPending()
        const progress = await gateway.client.next(({ method }) => method === 'notifications/progress')
        assert.equal((progress['params'] as JsonObject)['progressToken'], 'p')
        assert.match(String((progress['params'] as JsonObject)['message']), new RegExp(approval.id))
        assert.equal(done(), 0)
        await plane.vote(approval, 'approve')
        assert.match(JSON.stringify((await answer)['result']), /did/)
        assert.equal(done(), 1)
      })

      test('is refused when it is rejected', async () => {
        await start(door)
        const answer = gateway.call(1, 'held', { n: `${door} 2` })
        await plane.vote(await onlyPending(), 'reject')
        assert.ok(errorOf(await answer))
        assert.equal(done(), 0)
      })

      test('that waited in vain is retried, executes once, and its approval is used up', async () => {
        await start(door, '200ms')
        const args = { n: `${door} 3` }
        const { code, message, data } = errorOf(await gateway.call(1, 'held', args))
        assert.equal(code, -31002)
        const approval = await onlyPending()
        assert.equal(message, `approval pending ${approval.id}, retry the identical call`)
        assert.equal(data['approval_id'], approval.id)
        assert.equal(data['rule'], 'ask')
        await plane.vote(approval, 'approve')
        assert.ok((await gateway.call(2, 'held', args))['result'])
        assert.equal(done(), 1)
        const again = errorOf(await gateway.call(3, 'held', args))
        assert.equal(again.code, -31002)
        assert.notEqual(again.data['approval_id'], approval.id)
        assert.equal(done(), 1)
        await plane.vote(await onlyPending(), 'reject')
      })

      test('cannot use the approval of another call', async () => {
        await start(door, '0s')
        const { data } = errorOf(await gateway.call(1, 'held', { n: `${door} 4` }))
        await plane.vote(await onlyPending(), 'approve')
        const approvalMeta = { 'sallyport/approval': data['approval_id'] as string }
        const other = { name: 'held', arguments: { n: `${door} 4, but more` }, _meta: approvalMeta }
        assert.equal(errorOf(await gateway.client.ask(2, 'tools/call', other)).data['code'], 'approval_action_changed')
        assert.equal(done(), 0)
        const same = { name: 'held', arguments: { n: `${door} 4` }, _meta: approvalMeta }
        assert.ok((await gateway.client.ask(3, 'tools/call', same))['result'])
        assert.equal(done(), 1)
      })

      test('that the client cancels is neither answered nor executed', async () => {
        await start(door)
        const params = { name: 'held', arguments: { n: `${door} 5` } }
        gateway.client.send({ jsonrpc: '2.0', id: 'gone', method: 'tools/call', params })
        const approval = await onlyPending()
        gateway.client.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'gone' } })
        await gateway.call('next', 'echo')
        await plane.vote(approval, 'approve')
        await gateway.call('last', 'echo')
        assert.ok(!gateway.reached().some(({ id }) => id === 'gone'))
        assert.ok(!gateway.client.received.some((message) => (message as JsonObject)['id'] === 'gone'))
      })

      test('of a client that left is not executed', async () => {
        await start(door)
        const params = { name: 'held', arguments: { n: `${door} 6` } }
        gateway.client.send({ jsonrpc: '2.0', id: 'left', method: 'tools/call', params })
        const approval = await onlyPending()
        assert.equal(await gateway.client.end(), 0)
        await plane.vote(approval, 'approve')
        assert.equal(done(), 0)
      })
    })
  }
})
