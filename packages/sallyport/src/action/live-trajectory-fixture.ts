// The room of running trajectories on a real action room, for tests: calls, results, and replicas on one store.
import { randomBytes } from 'node:crypto'
import { type JsonValue, RISK_DEFAULTS, type RiskConfiguration } from '@sallyport/core'
import type { Store } from '../store/database.ts'
import { openTrajectories, type TrajectoryService } from '../trajectory/live/service.ts'
import type { TrajectoryView } from '../trajectory/live/view.ts'
import type { Submission } from './gate.ts'
import { type GateFixture, openGateFixture } from './gate-fixture.ts'
import type { ActionService } from './service.ts'

/** Reads of three kinds, a write, and two ways out. */
const BUNDLE = `
version: v1
tools:
  - { name: web.get, access: read }
  - { name: crm.read, access: read, returns: trusted, sensitive: true }
  - { name: own.read, access: read, returns: trusted }
  - { name: own.write, access: write, risk_tier: 1 }
  - { name: mail.send, access: write, risk_tier: 1, sends: true }
  - { name: wire.send, access: write, risk_tier: 2, sends: true }
  - { name: own.drop, access: write }
  - { name: bank.pay, access: write, risk_tier: 1, sends: true }
rules:
  - { id: all, match: { tool: [web.get, crm.read, own.read, own.write, mail.send, wire.send] }, decision: ALLOW }
  - { id: none, match: { tool: own.drop }, decision: DENY }
  - { id: asks, match: { tool: bank.pay }, decision: REQUIRE_APPROVAL }
`

/** Twelve sensitive reads to the last rung. */
export const RULES: RiskConfiguration = {
  ...RISK_DEFAULTS,
  weights: { ...RISK_DEFAULTS.weights, sensitive_read: 10, out_of_scope: 5 },
  thresholds: { warn: 30, soft_stop: 60, hard_stop: 100 },
  calls_per_minute: 40,
}

/** One process on a store. */
export interface TrajectoryFixture {
  readonly gate: GateFixture
  readonly actions: ActionService
  readonly trajectories: TrajectoryService
  /** Frozen trajectories to which nobody came. */
  readonly alarms: TrajectoryView[]
  /** What went wrong in the background; `close` throws it, unless the test took it out. */
  readonly failed: unknown[]
  /** Milliseconds that the test lets pass on the steady clock. */
  readonly steady: { now: number }
  call(session: string, tool: string, args?: object): ReturnType<GateFixture['actions']['submit']>
  /** Calls, and reports what came back; false where it did not start. */
  run(session: string, tool: string, args?: object, output?: JsonValue): Promise<boolean>
  /** The running trajectory of that name. */
  find(session: string): Promise<TrajectoryView>
  close(): Promise<void>
}

/** Opens a process on a store of its own, or beside another one on its store and clock. */
export async function openTrajectoryFixture(
  store: Store,
  rules: RiskConfiguration = RULES,
  beside?: TrajectoryFixture,
): Promise<TrajectoryFixture> {
  const alarms: TrajectoryView[] = []
  const failed: unknown[] = []
  const steady = { now: 0 }
  let gate = beside?.gate ?? null
  const trajectories = openTrajectories({
    store,
    now: () => gate?.clock.now ?? 0,
    steady: () => steady.now,
    random: randomBytes,
    configuration: rules,
    alarm: (_, trajectory) => alarms.push(trajectory),
    failed: (error) => failed.push(error),
  })
  const { guard, follower } = trajectories
  const opened = beside?.gate ?? (await openGateFixture(store, undefined, [guard], [follower]))
  gate = opened
  if (beside === undefined) await opened.use(BUNDLE)
  const own = { guards: [guard], followers: [follower] }
  const actions = beside === undefined ? opened.actions : opened.replica(opened.policy, own)
  const call: TrajectoryFixture['call'] = (session, tool, args = {}) => {
    const asked: Submission = { tool, arguments: { ...args }, trajectory_id: session, enforces: [], execute: 'now' }
    return actions.submit(opened.bot, asked)
  }
  return {
    ...{ gate: opened, actions, trajectories, alarms, failed, steady, call },
    async run(session, tool, args, output = {}) {
      const passage = await call(session, tool, args)
      if (passage.status !== 'started') return false
      await actions.settle(opened.bot, passage.action_id, { status: 'succeeded', duration_ms: 1, output })
      return true
    },
    async find(session) {
      await trajectories.idle()
      const all = await trajectories.list(opened.ann, { all: false, limit: 500 })
      const found = all.find(({ name }) => name === session)
      if (found === undefined) throw new Error(`no trajectory ${session}`)
      return found
    },
    async close() {
      await trajectories.idle()
      if (beside === undefined) await opened.close()
      if (failed.length > 0) throw failed[0]
    },
  }
}
