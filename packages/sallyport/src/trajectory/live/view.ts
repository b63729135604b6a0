// A trajectory as people see it: where it stands, why, and what that means.
import { type LadderState, openRisk, RUNG_ACTIONS, type Rung, type SessionScope, type SignKind } from '@sallyport/core'
import type { Step } from './pack-steps.ts'
import type { TrajectoryRow } from './queries.ts'

/** One trajectory. Times in milliseconds since 1970-01-01 UTC. */
export interface TrajectoryView {
  readonly id: string
  readonly agent: string
  /** The caller's own name for it. */
  readonly name: string
  readonly rung: Rung
  /** What the rung does, in words. */
  readonly means: string
  readonly since: number
  readonly risk: number
  readonly open_risk: number
  readonly signs: Readonly<Partial<Record<SignKind, number>>>
  readonly calls: number
  readonly read_private: boolean
  readonly read_untrusted: boolean
  readonly scope: SessionScope | null
  readonly started_at: number
  readonly last_at: number
  readonly ended_at: number | null
}

/** One step. */
export interface StepView {
  readonly at: number
  readonly kind: 'decided' | 'settled' | 'refused'
  readonly action_id: string | null
  readonly name: string
  readonly decision: string | null
  readonly code: string | null
  readonly status: string | null
  readonly untrusted: boolean
  readonly signs: readonly SignKind[]
  readonly points: number
}

/** The ladder's part of a row. */
export function ladderOf(row: TrajectoryRow): LadderState {
  const { rung, since, risk, forgiven, last_sign_at } = row
  return { rung, since: since.getTime(), risk, forgiven, last_sign_at: last_sign_at.getTime() }
}

/** The row with another ladder. */
export function withLadder(row: TrajectoryRow, ladder: LadderState): TrajectoryRow {
  return { ...row, ...ladder, since: new Date(ladder.since), last_sign_at: new Date(ladder.last_sign_at) }
}

/** A row as people see it. */
export function trajectoryView(row: TrajectoryRow): TrajectoryView {
  const { id, agent, name, rung, since, risk, signs, calls, read_private, read_untrusted, scope } = row
  return {
    ...{ id, agent, name, rung, means: RUNG_ACTIONS[rung].says, since: since.getTime(), risk },
    open_risk: openRisk(ladderOf(row)),
    ...{ signs, calls, read_private, read_untrusted, scope },
    started_at: row.started_at.getTime(),
    last_at: row.last_at.getTime(),
    ended_at: row.ended_at?.getTime() ?? null,
  }
}

/** A step as people see it. */
export function stepView({ facts, ...said }: Step): StepView {
  return { ...said, untrusted: facts.untrusted }
}
