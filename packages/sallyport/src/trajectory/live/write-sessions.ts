// Writes sessions of one tenant: at once where nobody else wrote them since they were read, else under their locks.
import { type LadderEvent, type SignKind, transition } from '@sallyport/core'
import { inTenant } from '../../store/database.ts'
import { moveRow } from './move.ts'
import { packPrints } from './pack-prints.ts'
import { addHistory, type Happened, type Learnt, lockTrajectories, type TrajectoryRow, writtenRow } from './queries.ts'
import type { LiveDeps } from './room.ts'
import type { LiveSession, Unwritten } from './session.ts'
import { ladderOf, withLadder } from './view.ts'

/** A session, and what of it is written now. */
export interface Taken {
  readonly session: LiveSession
  readonly unwritten: Unwritten
}

/** What others wrote, and the rows as they stand. */
export interface WrittenSessions extends Learnt {
  readonly rows: readonly TrajectoryRow[]
}

/**
 * In one statement, from what is known of the rows. Null, and nothing is written, where somebody else wrote one of them, or
 * where one moves along the ladder. INVARIANT: the versions are compared under the rows' locks.
 */
export async function writeKnown(
  deps: LiveDeps,
  tenant: string,
  taken: readonly Taken[],
): Promise<WrittenSessions | null> {
  const now = deps.now()
  const rows: TrajectoryRow[] = []
  const changed: TrajectoryRow[] = []
  for (const one of taken) {
    const { stored } = one.session
    const next = staying(deps, merge(stored, one), eventsOf(one), now)
    if (next === null) return null
    const isChanged = hasNews(stored, next, one)
    if (isChanged) changed.push(next)
    rows.push(isChanged ? writtenRow(next) : stored)
  }
  const learnt = await addHistory(deps.store.app, tenant, changed, taken.map(happenedIn))
  return learnt && { rows, ...learnt }
}

/** In one transaction, from the rows as they are now. INVARIANT: the rung is decided here, from all replicas' evidence. */
export function writeLocked(deps: LiveDeps, tenant: string, taken: readonly Taken[]): Promise<WrittenSessions> {
  const byId = new Map(taken.map((one) => [one.session.id, one]))
  return inTenant(deps.store.app, tenant, async (tx) => {
    const now = deps.now()
    const rows: TrajectoryRow[] = []
    const changed: TrajectoryRow[] = []
    const happened: Happened[] = []
    for (const row of await lockTrajectories(tx, tenant, [...byId.keys()])) {
      const one = byId.get(row.id)!
      const { row: next, moved } = await moveRow(deps, tx, merge(row, one), eventsOf(one), now)
      const isChanged = moved || hasNews(row, next, one)
      if (isChanged) changed.push(next)
      rows.push(isChanged ? writtenRow(next) : row)
      happened.push({ ...happenedIn(one), version: row.version })
    }
    const learnt = await addHistory(tx, tenant, changed, happened)
    if (learnt === null) throw new Error('a trajectory changed under its lock')
    return { rows, ...learnt }
  })
}

function eventsOf({ unwritten }: Taken): LadderEvent[] {
  return [{ kind: 'risk', points: unwritten.points }, { kind: 'time' }]
}

/** The row after these events; null where one of them moves it, which the ledger has to be told. */
function staying(
  { configuration }: LiveDeps,
  row: TrajectoryRow,
  events: readonly LadderEvent[],
  now: number,
): TrajectoryRow | null {
  let next = row
  for (const event of events) {
    next = withLadder(next, transition(ladderOf(next), event, now, configuration))
    if (next.rung !== row.rung) return null
  }
  return next
}

function happenedIn({ session, unwritten: { steps, marks } }: Taken): Happened {
  const { id, stored, mark_cursor: after } = session
  const packed = marks.map(({ prints, ...mark }) => ({ ...mark, prints: packPrints(prints) }))
  return { id, version: stored.version, after, steps, marks: packed }
}

function merge(row: TrajectoryRow, { session, unwritten }: Taken): TrajectoryRow {
  const signs: Partial<Record<SignKind, number>> = { ...row.signs }
  for (const [kind, count] of unwritten.signs) signs[kind] = (signs[kind] ?? 0) + count
  return {
    ...row,
    signs,
    calls: row.calls + unwritten.calls,
    tools: [...new Set([...row.tools, ...session.tools])],
    last_at: new Date(Math.max(row.last_at.getTime(), session.last_at)),
    read_private: row.read_private || session.read_private,
    read_untrusted: row.read_untrusted || session.read_untrusted,
    strayed: row.strayed || session.strayed,
    drifted: row.drifted || session.drifted,
  }
}

function hasNews(before: TrajectoryRow, after: TrajectoryRow, { unwritten }: Taken): boolean {
  if (unwritten.steps.length > 0) return true
  return (['read_private', 'read_untrusted', 'strayed', 'drifted'] as const).some((key) => before[key] !== after[key])
}
