// SQL of a session's first call: what a new trajectory would stand beside, and its beginning, one round trip each.
import type { LadderState } from '@sallyport/core'
import { sql } from 'kysely'
import type { Database, Tx } from '../../store/database.ts'
import type { HabitsRow, TrajectoryRow } from './queries.ts'

/** What the database knows of a session before it is open here. */
export interface SessionLook {
  /** The trajectory that runs under this name. */
  readonly running: TrajectoryRow | null
  /** How the agent's other running trajectories stand, newest first, but for those without any open risk. */
  readonly others: readonly LadderState[]
  readonly habits: HabitsRow | null
}

type Stored<T, Times extends keyof T> = Omit<T, Times> & Readonly<Record<Times, string>>
type StoredRow = Stored<TrajectoryRow, 'secret' | 'started_at' | 'last_at' | 'since' | 'last_sign_at'>

/** Looks for it; names its tenant itself, so that it needs no transaction around it. */
export async function lookForSession(
  db: Database | Tx,
  { tenant, agent, name }: { readonly tenant: string; readonly agent: string; readonly name: string },
): Promise<SessionLook> {
  const { rows } = await sql<{
    running: StoredRow | null
    others: readonly Stored<LadderState, 'since' | 'last_sign_at'>[]
    habits: HabitsRow | null
  }>`select running, others, habits from trajectory_look(${tenant}, ${agent}, ${name})`.execute(db)
  const { running = null, others = [], habits = null } = rows[0] ?? {}
  return { running: running && readRow(running), others: others.map(readLadder), habits }
}

/** Writes a new trajectory; false where one of its name is running already. Names its tenant itself, too. */
export async function beginTrajectory(db: Database | Tx, row: TrajectoryRow): Promise<boolean> {
  const stored = { ...row, secret: `\\x${Buffer.from(row.secret).toString('hex')}` }
  const { rows } = await sql<{ begun: boolean }>`
    select trajectory_begin(${row.tenant_id}, ${JSON.stringify(stored)}::jsonb) as begun`.execute(db)
  return rows[0]?.begun === true
}

// As JSON, bytes are written in hexadecimal after `\x`, and times in ISO 8601.
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
