// The steps of the tour, each with what must come of it. Nothing is taken on trust: effects are read from the disk.
import type { Agent, Called } from './gateway-client.ts'
import type { Scratch } from './scratch.ts'

/** What a step can reach. */
export interface Stage {
  readonly agent: Agent
  readonly scratch: Scratch
  /** Approves as the tour's approver, over the HTTP API. */
  approve(approvalId: string): Promise<void>
  /** The approval that the held edit waits for, once there is one. */
  approvalId?: string
}

/** One step: what the agent tries, what the gate must answer, and what must (not) have happened on the disk. */
export interface Step {
  readonly title: string
  readonly decision: string
  readonly code: string
  /** Whether the tool must have run. */
  readonly runs: boolean
  run(stage: Stage): Promise<Called>
  effect(stage: Stage, called: Called): boolean
}

const PLAN = 'notes/plan.md'
const EDIT = { path: PLAN, edits: [{ oldText: '# Plan', newText: '# Plan, approved' }] }

/** The tour, in order. */
export const STEPS: readonly Step[] = [
  {
    title: 'read notes/welcome.md',
    decision: 'ALLOW_WITH_CONSTRAINTS',
    code: 'rule',
    runs: true,
    run: ({ agent }) => agent.call('read_text_file', { path: 'notes/welcome.md' }),
    effect: (_stage, { text }) => text.includes('# Welcome'),
  },
  {
    title: 'write notes/plan.md',
    decision: 'ALLOW_WITH_CONSTRAINTS',
    code: 'rule',
    runs: true,
    run: ({ agent }) => agent.call('write_file', { path: PLAN, content: '# Plan\n' }),
    effect: ({ scratch }) => scratch.read(PLAN) === '# Plan\n',
  },
  {
    title: 'move notes/keep.md away',
    decision: 'DENY',
    code: 'rule',
    runs: false,
    run: ({ agent }) => agent.call('move_file', { source: 'notes/keep.md', destination: 'notes/gone.md' }),
    effect: ({ scratch }) => scratch.exists('notes/keep.md') && !scratch.exists('notes/gone.md'),
  },
  {
    title: 'edit notes/plan.md',
    decision: 'REQUIRE_APPROVAL',
    code: 'rule',
    runs: false,
    async run(stage) {
      const called = await stage.agent.call('edit_file', EDIT)
      stage.approvalId = String(called.error?.data.approval_id ?? '')
      return called
    },
    effect: ({ scratch }) => scratch.read(PLAN) === '# Plan\n',
  },
  {
    title: 'the same edit, approved by a person',
    decision: 'REQUIRE_APPROVAL',
    code: 'rule',
    runs: true,
    async run(stage) {
      await stage.approve(stage.approvalId ?? '')
      return stage.agent.call('edit_file', EDIT)
    },
    effect: ({ scratch }) => scratch.read(PLAN) === '# Plan, approved\n',
  },
  {
    title: 'the same edit, by the used approval',
    decision: 'REFUSED',
    code: 'approval_consumed',
    runs: false,
    run: ({ agent, approvalId }) => agent.call('edit_file', EDIT, approvalId),
    effect: ({ scratch }) => scratch.read(PLAN) === '# Plan, approved\n',
  },
  {
    title: 'write ../outside.md',
    decision: 'DENY',
    code: 'argument_out_of_bounds',
    runs: false,
    run: ({ agent }) => agent.call('write_file', { path: '../outside.md', content: 'out' }),
    effect: ({ scratch }) => !scratch.exists('../outside.md'),
  },
]
