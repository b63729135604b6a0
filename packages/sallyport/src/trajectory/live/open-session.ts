// Finds the running trajectory of a name, or begins one: not below what the agent's other sessions have come to.
import {
  compileScope,
  type FingerprintKey,
  type Habits,
  isFrozen,
  type LadderState,
  ladderStart,
  NO_HABITS,
  openRisk,
  RUNG_ACTIONS,
  taintMemory,
} from '@sallyport/core'
import { uuidv7 } from '../../ledger/uuid.ts'
import { inTenant } from '../../store/database.ts'
import { beginTrajectory, openTrajectory } from './begin-queries.ts'
import { moveRow } from './move.ts'
import { marksOf, type TrajectoryRow, updateTrajectories } from './queries.ts'
import type { LiveDeps } from './room.ts'
import { type LiveSession, learnMarks, nothingUnwritten } from './session.ts'
import { ladderOf } from './view.ts'

const SECRET_BYTES = 8

/** A trajectory that somebody else began is looked up again; it may have ended by then, but hardly twice. */
const MOST_ATTEMPTS = 3

/** Which trajectory is meant. */
export interface SessionName {
  readonly tenant: string
  readonly agent: string
  readonly name: string
}

/** Loads or begins it. */
export async function openSession(deps: LiveDeps, wanted: SessionName): Promise<LiveSession> {
  const { row, habits, begun } = await ensureRunning(deps, wanted)
  const session = sessionOf(deps, row, habits ?? NO_HABITS)
  if (begun) return session
  const marks = await inTenant(deps.store.app, wanted.tenant, (tx) => marksOf(tx, wanted.tenant, row.id))
  for (const mark of marks) learnMarks(session, mark)
  return session
}

/** A running trajectory, whether it was begun just now, and the habits of its agent. */
export interface Running {
  readonly row: TrajectoryRow
  readonly begun: boolean
  readonly habits: Habits | null
}

/** The running trajectory of that name, begun where there is none. */
export async function ensureRunning(deps: LiveDeps, wanted: SessionName): Promise<Running> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const fresh = newRow(deps, wanted)
    const { running, begun, others, habits } = await openTrajectory(deps.store.app, fresh)
    if (running !== null) return { row: running, begun, habits }
    const row = begun ? fresh : await inherit(deps, fresh, inheritedRisk(deps, others))
    if (row !== null) return { row, begun: true, habits }
  }
  throw new Error(`the trajectory \`${wanted.name}\` could not be opened`)
}

/** Begins a trajectory with the risk that it inherits; null where somebody else began it first. */
function inherit(deps: LiveDeps, fresh: TrajectoryRow, points: number): Promise<TrajectoryRow | null> {
  return inTenant(deps.store.app, fresh.tenant_id, async (tx) => {
    if (!(await beginTrajectory(tx, fresh))) return null
    const event = { kind: 'risk', points } as const
    const { row } = await moveRow(deps, tx, fresh, [event], deps.now(), { inherited: true })
    const [written = row] = await updateTrajectories(tx, fresh.tenant_id, [row])
    return written
  })
}

/**
 * INVARIANT: a new session is no way out of an old one. It begins with the most open risk among the agent's sessions that
 * were not quiet lately, and read-only where one of them is stopped.
 */
function inheritedRisk({ configuration, now }: LiveDeps, others: readonly LadderState[]): number {
  const { thresholds, warned_ms } = configuration
  let most = 0
  for (const ladder of others) {
    if (RUNG_ACTIONS[ladder.rung].action !== 'none') most = Math.max(most, thresholds.soft_stop)
    if (!isFrozen(ladder.rung) && now() - ladder.last_sign_at < warned_ms) most = Math.max(most, openRisk(ladder))
  }
  return most
}

function newRow({ now, random }: LiveDeps, { tenant, agent, name }: SessionName): TrajectoryRow {
  const at = now()
  const row: Omit<TrajectoryRow, 'rung' | 'since' | 'risk' | 'forgiven' | 'last_sign_at'> = {
    ...{ tenant_id: tenant, id: uuidv7(at, random), agent, name, version: 0, secret: random(SECRET_BYTES) },
    ...{ started_at: new Date(at), last_at: new Date(at), ended_at: null },
    ...{ calls: 0, signs: {}, tools: [], read_private: false, read_untrusted: false },
    ...{ strayed: false, drifted: false, scope: null, last_leaf: null },
  }
  const start = ladderStart(at)
  return { ...row, ...start, since: new Date(start.since), last_sign_at: new Date(start.last_sign_at) }
}

function sessionOf({ steady, now }: LiveDeps, row: TrajectoryRow, habits: Habits): LiveSession {
  return {
    ...{ id: row.id, tenant: row.tenant_id, agent: row.agent, name: row.name, stored: row },
    key: keyOf(row.secret),
    memory: taintMemory(),
    habits,
    tools: new Set(row.tools),
    scope: scopeOf(row),
    ladder: ladderOf(row),
    ...{ read_private: row.read_private, read_untrusted: row.read_untrusted },
    ...{ strayed: row.strayed, drifted: row.drifted, ended: row.ended_at !== null },
    ...{ synced: steady(), mark_cursor: 0, last_at: row.last_at.getTime() },
    ...{ minute: now(), calls_in_minute: 0, paced_minute: Number.NEGATIVE_INFINITY },
    unwritten: nothingUnwritten(),
  }
}

/** A row's scope; it was checked when it was declared. */
export function scopeOf({ scope }: Pick<TrajectoryRow, 'scope'>): LiveSession['scope'] {
  if (scope === null) return null
  const compiled = compileScope(scope)
  return 'scope' in compiled ? compiled.scope : null
}

function keyOf(secret: Uint8Array): FingerprintKey {
  const bytes = Buffer.from(secret)
  return { first: bytes.readInt32BE(0), second: bytes.readInt32BE(4) }
}
