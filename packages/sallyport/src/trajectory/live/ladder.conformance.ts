// The ladder on every store: what climbs it, what each rung stops, who leads back, and what the ledger is told.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Principal } from '../../access/principal.ts'
import { openTrajectoryFixture, RULES, type TrajectoryFixture } from '../../action/live-trajectory-fixture.ts'
import type { Store } from '../../store/database.ts'

/** Declares the conformance tests of the ladder. */
export function ladderConformance(open: () => Promise<Store>): void {
  describe('trajectory: ladder', () => {
    let it: TrajectoryFixture
    before(async () => {
      it = await openTrajectoryFixture(await open())
    })
    after(() => it.close())

    const rung = async (session: string) => (await it.find(session)).rung
    const code = async (session: string, tool: string) => (await it.call(session, tool)).code
    const read = async (session: string, times: number) => {
      for (let n = 0; n < times; n++) await it.run(session, 'crm.read', { n })
    }
    const story = async (session: string) => {
      const { id } = await it.find(session)
      return (await it.gate.leaves()).filter(({ thread }) => thread === id)
    }

    test('without a session there is no trajectory', async () => {
      const asked = { tool: 'crm.read', enforces: [], execute: 'now' } as const
      const { action_id, status } = await it.gate.actions.submit(it.gate.bot, asked)
      await it.gate.actions.settle(it.gate.bot, action_id, { status: 'succeeded', duration_ms: 1 })
      await it.trajectories.idle()
      assert.equal(status, 'started')
      assert.deepEqual(await it.trajectories.list(it.gate.ann, { all: true, limit: 10 }), [])
    })

    test('allowed calls alone climb it, and only a person leads back from frozen', async () => {
      await read('slow', 2)
      assert.equal(await rung('slow'), 'clear')
      await read('slow', 1)
      assert.equal(await rung('slow'), 'warned')
      assert.equal((await it.call('slow', 'own.write')).status, 'started')
      await read('slow', 3)
      assert.equal(await rung('slow'), 'soft_stopped')
      const denied = await it.call('slow', 'own.write')
      assert.deepEqual([denied.code, denied.rule], ['trajectory_read_only', null], 'no rule of the policy denied it')
      assert.equal((await it.call('slow', 'own.read')).status, 'started')
      await read('slow', 4)
      assert.equal(await rung('slow'), 'hard_stopped')
      assert.equal(await code('slow', 'own.read'), 'trajectory_frozen')
      const { id } = await it.find('slow')
      const resumed = await it.trajectories.resume(it.gate.ann, id, 'looked at every read')
      assert.deepEqual([resumed.rung, resumed.open_risk], ['warned', 0])
      assert.equal((await it.call('slow', 'own.write')).status, 'started')
    })

    test('each move is in the ledger, with what it was judged by, and a person’s reason only as a commitment', async () => {
      const leaves = await story('slow')
      const types = leaves.map(({ type }) => type)
      const moves = ['warned', 'soft_stopped', 'hard_stopped', 'resumed'].map((move) => `trajectory.${move}`)
      assert.deepEqual(types, moves)
      assert.deepEqual(leaves[3]?.parents, [leaves[2]?.id])
      assert.match(leaves[0]?.text ?? '', /"hash":"[0-9a-f]{64}","version":1/)
      assert.ok(!leaves[3]?.text.includes('looked'))
      assert.equal(leaves[3]?.body['by'], 'ann')
    })

    test('what stands there can be read: every step, its signs and points', async () => {
      const { id } = await it.find('slow')
      const { steps, signs, calls } = await it.trajectories.read(it.gate.ann, id, 100)
      assert.deepEqual(signs, { sensitive_read: 10, denied: 2 })
      assert.equal(calls, steps.filter(({ kind }) => kind === 'decided').length)
      const settled = steps.find(({ kind }) => kind === 'settled')
      assert.deepEqual([settled?.name, settled?.signs, settled?.points], ['crm.read', ['sensitive_read'], 10])
    })

    test('the newest steps come in order, however they were written', async () => {
      const { id } = await it.find('slow')
      const read = async (most: number) => (await it.trajectories.read(it.gate.ann, id, most)).steps
      const all = await read(100)
      assert.deepEqual(
        all.toSorted((a, b) => a.at - b.at),
        all,
      )
      for (const most of [1, 2, 5, all.length - 1]) assert.deepEqual(await read(most), all.slice(-most))
    })

    test('a new session is no way out of one that was stopped', async () => {
      await it.call('other', 'own.read')
      assert.equal(await rung('other'), 'clear')
      const { id } = await it.find('slow')
      await it.trajectories.freeze(it.gate.bob, id, 'not convinced')
      assert.equal(await code('slow', 'own.read'), 'trajectory_frozen')
      assert.equal(await code('fresh', 'own.write'), 'trajectory_read_only')
      assert.equal(await rung('fresh'), 'soft_stopped')
      const [leaf] = await story('fresh')
      assert.deepEqual([leaf?.type, leaf?.body['inherited']], ['trajectory.soft_stopped', true])
    })

    test('nor is to name none: what belongs to no session is read-only while one of the agent is stopped', async () => {
      const nameless = (by: Principal, tool: string) =>
        it.gate.actions.submit(by, { tool, enforces: [], execute: 'now' })
      assert.equal((await nameless(it.gate.bot, 'own.write')).code, 'trajectory_read_only')
      assert.equal((await nameless(it.gate.bot, 'own.read')).status, 'started')
      assert.equal((await nameless(it.gate.other, 'own.write')).status, 'started')
      assert.equal(await code('slow', 'own.read'), 'trajectory_frozen')
    })

    test('where sessions are required, what names none is denied', async () => {
      const strict = await openTrajectoryFixture(it.gate.store, { ...RULES, sessions: 'required' }, it)
      const passage = await strict.actions.submit(it.gate.other, { tool: 'own.read', enforces: [], execute: 'now' })
      assert.deepEqual([passage.status, passage.code], ['denied', 'trajectory_required'])
      await strict.close()
    })

    test('what cannot be frozen or resumed is refused', async () => {
      const [slow, other] = [await it.find('slow'), await it.find('other')]
      const nobody = '00000000-0000-7000-8000-000000000000'
      const refused = { freeze: [slow.id, 'trajectory_frozen'], resume: [other.id, 'trajectory_not_stopped'] } as const
      for (const verb of ['freeze', 'resume'] as const) {
        const [id, code] = refused[verb]
        await assert.rejects(it.trajectories[verb](it.gate.ann, id, 'why'), { code })
        await assert.rejects(it.trajectories[verb](it.gate.ann, nobody, 'why'), { code: 'unknown_trajectory' })
      }
      await assert.rejects(it.trajectories.read(it.gate.other, slow.id, 1), { code: 'unknown_trajectory' })
      assert.deepEqual(await it.trajectories.list(it.gate.other, { all: true, limit: 10 }), [])
    })

    test('a scope is declared once; what lies outside is a sign, and refusals are too', async () => {
      const scope = { tools: ['own.*'] }
      const declared = await it.trajectories.declare(it.gate.other, 'scoped', scope)
      assert.deepEqual(declared.scope, scope)
      const again = it.trajectories.declare(it.gate.other, 'scoped', { tools: ['*'] })
      await assert.rejects(again, { code: 'scope_declared' })
      const wrong = it.trajectories.declare(it.gate.other, 'wrong', { tools: ['a*b'] })
      await assert.rejects(wrong, { code: 'invalid_scope' })
      const ask = (tool: string) => {
        const asked = { tool, trajectory_id: 'scoped', enforces: [], execute: 'now' } as const
        return it.gate.actions.submit(it.gate.other, asked)
      }
      for (const tool of ['own.read', 'web.get']) assert.equal((await ask(tool)).status, 'started')
      await assert.rejects(ask('own.unknown'), { code: 'unknown_tool' })
      assert.deepEqual((await it.find('scoped')).signs, { out_of_scope: 1, refused: 1 })
    })

    test('haste is one sign a minute, and a client that looks around is none', async () => {
      for (let n = 0; n < RULES.calls_per_minute + 20; n++) await it.call('haste', 'own.read')
      for (const action of ['mcp:resources/list', 'mcp:prompts/list']) {
        const asked = { action, trajectory_id: 'haste', enforces: [], execute: 'now' } as const
        assert.equal((await it.gate.actions.submit(it.gate.bot, asked)).status, 'denied')
      }
      assert.deepEqual((await it.find('haste')).signs, { pace: 1 })
    })

    test('what the gate itself failed at is no sign against the agent', async () => {
      const broken = () => {
        throw new Error('a check that fails')
      }
      const followers = [it.trajectories.follower]
      const replica = it.gate.replica(it.gate.policy, { guards: [broken], followers, failed: () => undefined })
      const asked = { tool: 'own.read', trajectory_id: 'blameless', enforces: [], execute: 'now' } as const
      const { code, rule } = await replica.submit(it.gate.other, asked)
      assert.deepEqual([code, rule], ['guard_failed', null])
      assert.deepEqual((await it.find('blameless')).signs, {})
    })

    test('quiet time leads down rung by rung, a frozen trajectory calls a person, an idle one ends', async () => {
      const { clock } = it.gate
      const later = async (ms: number) => {
        clock.now += ms
        await it.trajectories.supervise('acme')
      }
      await later(RULES.call_person_ms)
      assert.deepEqual(
        it.alarms.map(({ name, rung }) => [name, rung]),
        [['slow', 'escalated']],
      )
      assert.equal(await rung('fresh'), 'soft_stopped')
      await later(RULES.soft_stop_ms)
      const names = (await it.trajectories.list(it.gate.ann, { all: false, limit: 100 })).map(({ name }) => name)
      assert.deepEqual(names, ['slow'])
      it.steady.now += 10_000
      assert.equal(await code('slow', 'own.read'), 'trajectory_frozen')
      const all = await it.trajectories.list(it.gate.ann, { all: true, limit: 100 })
      assert.equal(all.find(({ name }) => name === 'fresh')?.rung, 'warned')
      await assert.rejects(it.trajectories.freeze(it.gate.ann, all.find(({ name }) => name === 'fresh')!.id, 'x'), {
        code: 'trajectory_ended',
      })
    })

    test('a name that no database can hold is told with U+FFFD, and keeps nothing from being written', async () => {
      assert.equal((await it.call('nul', 'own\0read \\u0000')).code, 'name_refused')
      await it.call('beside', 'own.read')
      const { id, signs } = await it.find('nul')
      assert.deepEqual(signs, { denied: 1 })
      const [step] = (await it.trajectories.read(it.gate.ann, id, 1)).steps
      assert.equal(step?.name, 'own\ufffdread \\u0000')
      assert.equal((await it.find('beside')).calls, 1)
    })

    test('a stopped session hides behind no number of other ones, be they clean or slightly suspect', async () => {
      const call = (session: string, tool: string) => {
        it.gate.clock.now += 1
        const asked = { tool, trajectory_id: session, enforces: [], execute: 'now' } as const
        return it.gate.actions.submit(it.gate.other, asked)
      }
      await call('hidden', 'own.read')
      for (let n = 0; n < 101; n++) await call(`clean ${n}`, 'own.read')
      for (let n = 0; n < 101; n++) await call(`suspect ${n}`, 'own.drop')
      await it.trajectories.freeze(it.gate.ann, (await it.find('hidden')).id, 'seen elsewhere')
      assert.equal((await call('newest', 'own.write')).code, 'trajectory_read_only')
    })
  })
}
