// What the pipeline must do on every store: decide, record, start once, settle once, and tell tenants and agents apart.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { inTenant, type Store } from '../store/database.ts'
import { BUNDLE, EDIT, type GateFixture, openGateFixture, READ } from './gate-fixture.ts'

/** Declares the action room's conformance tests. */
export function actionConformance(open: () => Promise<Store>): void {
  describe('action', () => {
    let gate: GateFixture
    before(async () => {
      gate = await openGateFixture(await open())
    })
    after(() => gate.close())

    const story = async (id: string) => (await gate.leaves()).filter((leaf) => leaf.thread === id)

    test('an allowed call starts, settles, and is one story in the ledger', async () => {
      const { actions, bot } = gate
      const passage = await actions.submit(bot, READ)
      assert.deepEqual([passage.status, passage.rule, passage.code], ['started', 'reads', 'rule'])
      await actions.settle(bot, passage.action_id, { status: 'succeeded', duration_ms: 1.25, result_bytes: 7 })
      const row = await actions.find(bot, passage.action_id)
      assert.deepEqual([row?.status, row?.duration_ms, row?.result_bytes], ['succeeded', 1.25, 7])
      const [requested, decided, settled, ...rest] = await story(passage.action_id)
      assert.deepEqual(rest, [])
      assert.deepEqual([requested?.type, requested?.parents], ['action.requested', []])
      assert.deepEqual([decided?.type, decided?.parents], ['action.decided', [requested?.id]])
      assert.deepEqual(decided?.body['phases'], ['submit', 'dispatch'])
      assert.deepEqual([settled?.type, settled?.parents], ['action.settled', [decided?.id]])
    })

    test('neither arguments nor labels nor the bare hash of an action are in a leaf', async () => {
      const labels = { person: 'Ada Lovelace' }
      const passage = await gate.actions.submit(gate.bot, { ...READ, arguments: { path: '/srv/secret-plan' }, labels })
      const text = (await story(passage.action_id)).map((leaf) => leaf.text).join()
      for (const hidden of ['secret-plan', 'Lovelace', passage.action_hash]) assert.ok(!text.includes(hidden), hidden)
      assert.ok(text.includes('fs.read'))
    })

    test('a denied call is recorded and cannot be dispatched or settled', async () => {
      const { actions, bot } = gate
      const passage = await actions.submit(bot, { ...READ, tool: 'fs.delete' })
      assert.deepEqual([passage.status, passage.decision, passage.reason], ['denied', 'DENY', 'nobody deletes'])
      const again = await actions.dispatch(bot, passage.action_id, { wait_ms: 0 })
      assert.equal(again.status, 'denied')
      const outcome = { status: 'succeeded', duration_ms: 1 } as const
      await assert.rejects(actions.settle(bot, passage.action_id, outcome), { code: 'action_not_started' })
    })

    test('an unknown tool, a person and an action without canonical form are refused and recorded', async () => {
      const { actions, bot, ann } = gate
      const before = (await gate.leaves()).length
      await assert.rejects(actions.submit(bot, { ...READ, tool: 'fs.format' }), { code: 'unknown_tool' })
      await assert.rejects(actions.submit(ann, READ), { code: 'not_an_agent' })
      const malformed = { ...READ, arguments: { n: Number.NaN } }
      await assert.rejects(actions.submit(bot, malformed), { code: 'malformed_action' })
      const refused = (await gate.leaves()).slice(before)
      assert.deepEqual(
        refused.map((leaf) => [leaf.type, leaf.body['code']]),
        ['unknown_tool', 'not_an_agent', 'malformed_action'].map((code) => ['action.refused', code]),
      )
    })

    test('a write that no rule names exactly is held, though a pattern allows it', async () => {
      const passage = await gate.actions.submit(gate.bot, { ...READ, tool: 'fs.copy' })
      assert.deepEqual([passage.status, passage.code, passage.decision], ['held', 'approval_floor', 'REQUIRE_APPROVAL'])
    })

    test('a door that does not enforce a constraint is denied', async () => {
      const passage = await gate.actions.submit(gate.bot, { ...READ, tool: 'fs.copy', enforces: [] })
      assert.deepEqual([passage.status, passage.code], ['denied', 'constraint_unenforceable'])
    })

    test('`later` waits for a dispatch, and starts once', async () => {
      const { actions, bot, other } = gate
      const passage = await actions.submit(bot, { ...READ, execute: 'later' })
      assert.equal(passage.status, 'allowed')
      await assert.rejects(actions.dispatch(other, passage.action_id, { wait_ms: 0 }), { code: 'unknown_action' })
      assert.equal((await actions.dispatch(bot, passage.action_id, { wait_ms: 0 })).status, 'started')
      const second = actions.dispatch(bot, passage.action_id, { wait_ms: 0 })
      await assert.rejects(second, { code: 'action_already_started' })
    })

    test('the policy is asked again at dispatch', async () => {
      const { actions, bot } = gate
      const passage = await actions.submit(bot, { ...READ, execute: 'later' })
      await gate.use(BUNDLE.replace('  - { id: reads, match: { tool: fs.read }, decision: ALLOW }\n', ''))
      const denied = await actions.dispatch(bot, passage.action_id, { wait_ms: 0 })
      assert.deepEqual([denied.status, denied.code], ['denied', 'no_match'])
      await gate.use(BUNDLE)
      const held = await actions.submit(bot, { ...READ, execute: 'later', arguments: { path: '/srv/b' } })
      await gate.use(BUNDLE.replace('tool: fs.read }, decision: ALLOW', 'tool: fs.read }, decision: REQUIRE_APPROVAL'))
      assert.equal((await actions.dispatch(bot, held.action_id, { wait_ms: 0 })).status, 'held')
      await gate.use(BUNDLE)
      assert.equal((await actions.dispatch(bot, held.action_id, { wait_ms: 0 })).status, 'started')
    })

    test('an outcome counts once, for its own agent, and a repeated report is no error', async () => {
      const { actions, bot, other } = gate
      const { action_id } = await actions.submit(bot, READ)
      const outcome = { status: 'failed', duration_ms: 3, error_code: 'tool_error', error: 'disk of Ada' } as const
      await assert.rejects(actions.settle(other, action_id, outcome), { code: 'unknown_action' })
      await actions.settle(bot, action_id, outcome)
      await actions.settle(bot, action_id, outcome)
      const changed = { ...outcome, status: 'succeeded' } as const
      await assert.rejects(actions.settle(bot, action_id, changed), { code: 'action_not_started' })
      const settled = (await story(action_id)).filter((leaf) => leaf.type === 'action.settled')
      assert.equal(settled.length, 1)
      assert.ok(!settled[0]?.text.includes('Ada'))
    })

    test('an idempotency key gives the first result, and never a second start', async () => {
      const { actions, bot } = gate
      const keyed = { ...READ, idempotency_key: 'k-1' }
      const first = await actions.submit(bot, keyed)
      await assert.rejects(actions.submit(bot, keyed), { code: 'action_in_progress' })
      await actions.settle(bot, first.action_id, { status: 'succeeded', duration_ms: 1 })
      const replayed = await actions.submit(bot, keyed)
      assert.deepEqual([replayed.action_id, replayed.status], [first.action_id, 'succeeded'])
      const changed = { ...keyed, arguments: { path: '/srv/other' } }
      await assert.rejects(actions.submit(bot, changed), { code: 'idempotency_key_reused' })
      const elsewhere = await actions.submit(gate.other, keyed)
      assert.equal(elsewhere.status, 'started')
      const held = await actions.submit(bot, { ...EDIT, idempotency_key: 'k-2' })
      const joined = await actions.submit(bot, { ...EDIT, idempotency_key: 'k-2' })
      assert.equal(joined.action_id, held.action_id)
    })

    test('lists are newest first, paged, and show an agent its own only', async () => {
      const { actions, bot, other, ann } = gate
      const page = await actions.list(bot, { limit: 2 })
      const next = await actions.list(bot, { limit: 2, before: page[1]!.id })
      const ids = [...page, ...next].map((row) => row.id)
      assert.deepEqual(ids, [...new Set(ids)].sort().reverse())
      assert.ok((await actions.list(other, { limit: 100 })).every((row) => row.agent === 'other'))
      assert.ok((await actions.list(ann, { limit: 100 })).some((row) => row.agent === 'bot'))
      assert.equal(await actions.find({ ...bot, tenant: 'globex' }, ids[0]!), undefined)
    })

    test('names with characters that the database cannot hold are denied and kept', async () => {
      const passage = await gate.actions.submit(gate.bot, { ...READ, topic: 'job.\u0000.x', host: 'a\u0000b' })
      assert.deepEqual([passage.status, passage.code], ['denied', 'name_refused'])
      assert.equal((await gate.actions.find(gate.bot, passage.action_id))?.topic, 'job.\ufffd.x')
    })

    test('the services may change an action’s state, but never whose it is or what was asked', async () => {
      const tamper = inTenant(gate.store.app, 'acme', (tx) => tx.updateTable('actions').set({ agent: 'eve' }).execute())
      await assert.rejects(tamper, /permission denied/)
      await assert.rejects(
        inTenant(gate.store.app, 'acme', (tx) => tx.deleteFrom('actions').execute()),
        /permission denied/,
      )
    })
  })
}
