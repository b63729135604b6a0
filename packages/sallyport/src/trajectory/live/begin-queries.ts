// SQL of a session's first call: looked for and begun in one round trip.
import type { LadderState } from '@sallyport/core'
import { sql } from 'kysely'
import type { Database, Tx } from '../../store/database.ts'
import type { HabitsRow, TrajectoryRow } from './queries.ts'

/** What came of looking for a session. */
export interface Opening {
  /** The trajectory that runs under this name already. */
  readonly running: TrajectoryRow | null
  /** The new one has begun: nothing runs under its name, and there is nothing to inherit. */
  readonly begun: boolean
  /** How the agent's other running trajectories stand, the worst first, but for those without any open risk. */
  readonly others: readonly LadderState[]
  readonly habits: HabitsRow | null
}

type Stored<T, Times extends keyof T> = Omit<T, Times> & Readonly<Record<Times, string>>
type StoredRow = Stored<TrajectoryRow, 'secret' | 'started_at' | 'last_at' | 'since' | 'last_sign_at'>

/** Looks for the session of `fresh`, and begins it where that can be told at once. Needs no transaction around it. */
export async function openTrajectory(db: Database, fresh: TrajectoryRow): Promise<Opening> {
  const { rows } = await sql<{
    running: StoredRow | null
    begun: boolean
    others: readonly Stored<LadderState, 'since' | 'last_sign_at'>[] | null
    habits: HabitsRow | null
  }>`
    select running, begun, others, habits
    from trajectory_open(${fresh.tenant_id}, ${stored(fresh)}::jsonb)`.execute(db)
  const { running = null, begun = false, others, habits = null } = rows[0] ?? {}
  return { running: running && readRow(running), begun, others: (others ?? []).map(readLadder), habits }
}

/** Writes a new trajectory in the caller's transaction; false where one of its name is running already. */
export async function beginTrajectory(tx: Tx, row: TrajectoryRow): Promise<boolean> {
  const { rows } = await sql<{ begun: boolean }>`
    select trajectory_begin(${row.tenant_id}, ${stored(row)}::jsonb) as begun`.execute(tx)
  return rows[0]?.begun === true
}

// As JSON, bytes are written in hexadecimal after `\x`, and times in ISO 8601.
function stored(row: TrajectoryRow): string {
  return JSON.stringify({ ...row, secret: `\\x${Buffer.from(row.secret).toString('hex')}` })
}

function readRow(row: StoredRow): TrajectoryRow {
  const { started_at, last_at, since, last_sign_at } = row
  return {
    ...row,
    secret: Buffer.from(row.secret.slice(2), 'hex'),
    ...{ started_at: new Date(started_at), last_at: new Date(last_at) },
    ...{ since: new Date(since), last_sign_at: new Date(last_sign_at) },
  }
}

function readLadder({ since, last_sign_at, ...ladder }: Stored<LadderState, 'since' | 'last_sign_at'>): LadderState {
  return { ...ladder, since: Date.parse(since), last_sign_at: Date.parse(last_sign_at) }
}
