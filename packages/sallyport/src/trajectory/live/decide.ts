// What people and agents say about a trajectory: freeze it, resume it, declare what it is for.
import { compileScope, isFrozen, RUNGS, type SessionScope } from '@sallyport/core'
import type { Principal } from '../../access/principal.ts'
import { record } from '../../ledger/record.ts'
import { uuidv7 } from '../../ledger/uuid.ts'
import { Refusal } from '../../refusal.ts'
import { refuseSecretNames } from '../../refuse-secret.ts'
import { inTenant } from '../../store/database.ts'
import { moveRow } from './move.ts'
import { ensureRunning } from './open-session.ts'
import { findTrajectory, type TrajectoryRow, updateTrajectories } from './queries.ts'
import type { LiveDeps } from './room.ts'
import { type TrajectoryView, trajectoryView } from './view.ts'

/** A person freezes or resumes. Throws `unknown_trajectory`, `trajectory_ended`, `trajectory_frozen`, `trajectory_not_stopped`. */
export async function moveByPerson(
  deps: LiveDeps,
  by: Principal,
  id: string,
  kind: 'freeze' | 'resume',
  reason: string,
): Promise<TrajectoryView> {
  const { tenant } = by
  return inTenant(deps.store.app, tenant, async (tx) => {
    const row = await findTrajectory(tx, tenant, id, true)
    if (row === undefined) throw unknownTrajectory(id)
    refuseIdle(row, kind)
    const { row: next } = await moveRow(deps, tx, row, [{ kind }], deps.now(), { by: by.id, reason })
    await updateTrajectories(tx, tenant, [next])
    return trajectoryView(next)
  })
}

/** The refusal of an id that the tenant does not have. */
export function unknownTrajectory(id: string): Refusal {
  return new Refusal('unknown_trajectory', `no trajectory \`${id}\` that you may see; list them first`)
}

function refuseIdle({ id, ended_at, rung }: TrajectoryRow, kind: 'freeze' | 'resume'): void {
  if (ended_at !== null) throw new Refusal('trajectory_ended', `the trajectory \`${id}\` has ended already`)
  if (kind === 'freeze' && isFrozen(rung)) {
    throw new Refusal('trajectory_frozen', `the trajectory \`${id}\` is frozen already`)
  }
  if (kind === 'resume' && RUNGS.indexOf(rung) < RUNGS.indexOf('soft_stopped')) {
    throw new Refusal('trajectory_not_stopped', `the trajectory \`${id}\` is ${rung}, so there is nothing to resume`)
  }
}

/**
 * Declares what the agent's session of that name is for, before or while it runs. INVARIANT: said once; whoever could
 * widen a scope later would not be held by it. Throws `invalid_scope`, `scope_declared`, `secret_in_text`.
 */
export async function declareScope(
  deps: LiveDeps,
  by: Principal,
  name: string,
  scope: SessionScope,
): Promise<TrajectoryView> {
  refuseSecretNames('the scope, or the name of its session,', [name, ...(scope.tools ?? []), ...(scope.topics ?? [])])
  const compiled = compileScope(scope)
  if ('error' in compiled) throw new Refusal('invalid_scope', compiled.error)
  const { tenant, id: agent } = by
  const { id } = (await ensureRunning(deps, { tenant, agent, name })).row
  return inTenant(deps.store.app, tenant, async (tx) => {
    const row = await findTrajectory(tx, tenant, id, true)
    if (row === undefined) throw unknownTrajectory(id)
    if (row.scope !== null) {
      throw new Refusal('scope_declared', `the trajectory \`${name}\` has a scope already; begin another one`)
    }
    const leaf = uuidv7(deps.now(), deps.random)
    const parents = row.last_leaf === null ? [] : [row.last_leaf]
    const story = { id: leaf, type: 'trajectory.declared', thread: row.id, parents, at: deps.now() } as const
    await record(tx, tenant, [{ ...story, body: { agent, scope: { ...scope } } }], deps.random)
    const next: TrajectoryRow = { ...row, scope, last_leaf: leaf }
    await updateTrajectories(tx, tenant, [next])
    return trajectoryView(next)
  })
}
