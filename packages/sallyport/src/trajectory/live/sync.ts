// Brings running trajectories and the database together: what happened here is added, what happened elsewhere is learnt.
import { transition } from '@sallyport/core'
import { scopeOf } from './open-session.ts'
import type { TrajectoryRow } from './queries.ts'
import type { LiveDeps } from './room.ts'
import { type LiveSession, learnMarks, nothingUnwritten, passMarks, type Unwritten } from './session.ts'
import { ladderOf } from './view.ts'
import { type Taken, writeKnown, writeLocked } from './write-sessions.ts'

/**
 * Writes what these sessions of one tenant hold and reads what others wrote, in one transaction; a failure leaves what is
 * unwritten where it was. Mostly nobody else wrote them and nothing moves, and then one statement does.
 */
export async function syncSessions(deps: LiveDeps, tenant: string, sessions: readonly LiveSession[]): Promise<void> {
  const taken: Taken[] = sessions.map((session) => ({ session, unwritten: takeUnwritten(session) }))
  const began = deps.steady()
  try {
    const { rows, marks, written } = (await writeKnown(deps, tenant, taken)) ?? (await writeLocked(deps, tenant, taken))
    const byId = new Map(sessions.map((session) => [session.id, session]))
    for (const row of rows) adopt(deps, byId.get(row.id)!, row, began)
    for (const mark of marks) learnMarks(byId.get(mark.trajectory_id)!, mark)
    for (const { id, after } of written) passMarks(byId.get(id)!, after)
  } catch (error) {
    for (const { session, unwritten } of taken) giveBack(session, unwritten)
    throw error
  }
}

/** What the database holds, and on top of it what happened here meanwhile. */
function adopt({ now, configuration }: LiveDeps, session: LiveSession, row: TrajectoryRow, began: number): void {
  const event = { kind: 'risk', points: session.unwritten.points } as const
  session.ladder = transition(ladderOf(row), event, now(), configuration)
  session.read_private ||= row.read_private
  session.read_untrusted ||= row.read_untrusted
  session.strayed ||= row.strayed
  session.drifted ||= row.drifted
  if (row.scope !== session.stored.scope) session.scope = scopeOf(row)
  session.ended = row.ended_at !== null
  for (const tool of row.tools) session.tools.add(tool)
  session.stored = row
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
