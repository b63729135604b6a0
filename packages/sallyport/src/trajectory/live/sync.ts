// Brings running trajectories and the database together: what happened here is added, what happened elsewhere is learnt.
import type { LadderEvent, SignKind } from '@sallyport/core'
import { transition } from '@sallyport/core'
import { inTenant } from '../../store/database.ts'
import { moveRow } from './move.ts'
import { scopeOf } from './open-session.ts'
import { packPrints } from './pack-prints.ts'
import { addHistory, type Happened, type Learnt, lockTrajectories, type TrajectoryRow } from './queries.ts'
import type { LiveDeps } from './room.ts'
import { type LiveSession, learnMarks, nothingUnwritten, passMarks, type Unwritten } from './session.ts'
import { ladderOf } from './view.ts'

/**
 * Writes what these sessions of one tenant hold and reads what others wrote, in one transaction. INVARIANT: the rung is
 * decided here, under the row's lock, from all replicas' evidence; a failure leaves what is unwritten where it was.
 */
export async function syncSessions(deps: LiveDeps, tenant: string, sessions: readonly LiveSession[]): Promise<void> {
  const taken = new Map(sessions.map((session) => [session.id, takeUnwritten(session)]))
  const began = deps.steady()
  try {
    const { rows, marks, written } = await write(deps, tenant, sessions, taken)
    for (const session of sessions) {
      const row = rows.get(session.id)
      if (row !== undefined) adopt(deps, session, row, began)
      for (const mark of marks) if (mark.trajectory_id === session.id) learnMarks(session, mark)
      for (const { id, after } of written) if (id === session.id) passMarks(session, after)
    }
  } catch (error) {
    for (const session of sessions) giveBack(session, taken.get(session.id) ?? nothingUnwritten())
    throw error
  }
}

function write(
  deps: LiveDeps,
  tenant: string,
  sessions: readonly LiveSession[],
  taken: ReadonlyMap<string, Unwritten>,
): Promise<Learnt & { readonly rows: ReadonlyMap<string, TrajectoryRow> }> {
  const byId = new Map(sessions.map((session) => [session.id, session]))
  return inTenant(deps.store.app, tenant, async (tx) => {
    const now = deps.now()
    const rows = new Map<string, TrajectoryRow>()
    const changed: TrajectoryRow[] = []
    for (const row of await lockTrajectories(tx, tenant, [...byId.keys()])) {
      const session = byId.get(row.id)
      const unwritten = taken.get(row.id)
      if (session === undefined || unwritten === undefined) continue
      const merged = merge(row, session, unwritten)
      const events: LadderEvent[] = [{ kind: 'risk', points: unwritten.points }, { kind: 'time' }]
      const { row: next, moved } = await moveRow(deps, tx, merged, events, now)
      rows.set(row.id, next)
      if (moved || unwritten.steps.length > 0 || isFlagChanged(row, next)) changed.push(next)
    }
    const happened = sessions.map(({ id, mark_cursor }) => happenedIn(id, mark_cursor, taken))
    return { rows, ...(await addHistory(tx, tenant, changed, happened)) }
  })
}

function happenedIn(id: string, after: number, taken: ReadonlyMap<string, Unwritten>): Happened {
  const { steps, marks } = taken.get(id) ?? nothingUnwritten()
  return { id, after, steps, marks: marks.map(({ prints, ...mark }) => ({ ...mark, prints: packPrints(prints) })) }
}

function merge(row: TrajectoryRow, session: LiveSession, { calls, signs }: Unwritten): TrajectoryRow {
  const sum: Partial<Record<SignKind, number>> = { ...row.signs }
  for (const [kind, count] of signs) sum[kind] = (sum[kind] ?? 0) + count
  return {
    ...row,
    signs: sum,
    calls: row.calls + calls,
    tools: [...new Set([...row.tools, ...session.tools])],
    last_at: new Date(Math.max(row.last_at.getTime(), session.last_at)),
    read_private: row.read_private || session.read_private,
    read_untrusted: row.read_untrusted || session.read_untrusted,
    strayed: row.strayed || session.strayed,
    drifted: row.drifted || session.drifted,
  }
}

function isFlagChanged(before: TrajectoryRow, after: TrajectoryRow): boolean {
  return (['read_private', 'read_untrusted', 'strayed', 'drifted'] as const).some((key) => before[key] !== after[key])
}

/** What the database holds, and on top of it what happened here meanwhile. */
function adopt({ now, configuration }: LiveDeps, session: LiveSession, row: TrajectoryRow, began: number): void {
  const event = { kind: 'risk', points: session.unwritten.points } as const
  session.ladder = transition(ladderOf(row), event, now(), configuration)
  session.read_private ||= row.read_private
  session.read_untrusted ||= row.read_untrusted
  session.strayed ||= row.strayed
  session.drifted ||= row.drifted
  session.scope = scopeOf(row)
  session.ended = row.ended_at !== null
  for (const tool of row.tools) session.tools.add(tool)
  session.synced = began
}

function takeUnwritten(session: LiveSession): Unwritten {
  const taken = session.unwritten
  session.unwritten = nothingUnwritten()
  return taken
}

function giveBack(session: LiveSession, taken: Unwritten): void {
  const later = session.unwritten
  taken.points += later.points
  taken.calls += later.calls
  for (const [kind, count] of later.signs) taken.signs.set(kind, (taken.signs.get(kind) ?? 0) + count)
  taken.steps.push(...later.steps)
  taken.marks.push(...later.marks)
  session.unwritten = taken
}
