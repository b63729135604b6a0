// SQL of running trajectories: loading, locking, and writing many of them at once.

import type { MarkKind } from '@sallyport/core'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Tx } from '../../store/database.ts'
import type { AgentHabitsTable, TrajectoriesTable, TrajectoryStepsTable } from './tables.ts'

/** A trajectory as it is stored. */
export type TrajectoryRow = Selectable<TrajectoriesTable>

/** A step as it is stored. */
export type StepRow = Selectable<TrajectoryStepsTable>

/** Habits as they are stored. */
export type HabitsRow = Selectable<AgentHabitsTable>

/** One trajectory; with `lock`, nobody else changes it meanwhile. */
export function findTrajectory(tx: Tx, tenant: string, id: string, lock = false): Promise<TrajectoryRow | undefined> {
  const query = tx.selectFrom('trajectories').selectAll().where('tenant_id', '=', tenant).where('id', '=', id)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** These trajectories, locked in one order, so that no two writers wait for each other. */
export function lockTrajectories(tx: Tx, tenant: string, ids: readonly string[]): Promise<TrajectoryRow[]> {
  return tx
    .selectFrom('trajectories')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', 'in', [...ids])
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** Agents that have a running trajectory on one of these rungs. */
export async function agentsOn(tx: Tx, tenant: string, rungs: readonly TrajectoryRow['rung'][]): Promise<string[]> {
  const rows = await tx
    .selectFrom('trajectories')
    .select('agent')
    .distinct()
    .where('tenant_id', '=', tenant)
    .where('ended_at', 'is', null)
    .where('rung', 'in', [...rungs])
    .execute()
  return rows.map(({ agent }) => agent)
}

/** Writes what may change of these trajectories, in one statement. */
export async function updateTrajectories(tx: Tx, tenant: string, rows: readonly TrajectoryRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update trajectories t set last_at = n.last_at, ended_at = n.ended_at, rung = n.rung, since = n.since, risk = n.risk,
      forgiven = n.forgiven, last_sign_at = n.last_sign_at, calls = n.calls, signs = n.signs, tools = n.tools,
      read_private = n.read_private, read_untrusted = n.read_untrusted, strayed = n.strayed, drifted = n.drifted,
      scope = n.scope, last_leaf = n.last_leaf
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (id uuid, last_at timestamptz, ended_at timestamptz,
      rung text, since timestamptz, risk float8, forgiven float8, last_sign_at timestamptz, calls integer, signs jsonb,
      tools jsonb, read_private boolean, read_untrusted boolean, strayed boolean, drifted boolean, scope jsonb,
      last_leaf uuid)
    where t.tenant_id = ${tenant} and t.id = n.id`.execute(tx)
}

/** A step to be written. */
export type NewStep = Omit<StepRow, 'tenant_id' | 'id'>

/** Writes steps, in order. */
export async function insertSteps(tx: Tx, tenant: string, steps: readonly NewStep[]): Promise<void> {
  if (steps.length === 0) return
  const numbered = steps.map((step, n) => ({ ...step, n }))
  await sql`
    insert into trajectory_steps (tenant_id, trajectory_id, at, kind, action_id, name, facts, decision, code, status,
      signs, points)
    select ${tenant}, trajectory_id, at, kind, action_id, name, facts, decision, code, status, signs, points
    from jsonb_to_recordset(${JSON.stringify(numbered)}::jsonb) as s (n integer, trajectory_id uuid, at timestamptz,
      kind text, action_id uuid, name text, facts jsonb, decision text, code text, status text, signs jsonb,
      points float8)
    order by n`.execute(tx)
}

/** Marks to be written. */
export interface NewMarks {
  readonly trajectory_id: string
  readonly kind: string
  readonly complete: boolean
  readonly prints: Uint8Array
}

/** Writes fingerprints. */
export async function insertMarks(tx: Tx, tenant: string, marks: readonly NewMarks[]): Promise<void> {
  if (marks.length === 0) return
  const rows = marks.map(({ prints, ...rest }) => ({ ...rest, prints: Buffer.from(prints).toString('base64') }))
  await sql`
    insert into trajectory_marks (tenant_id, trajectory_id, kind, complete, prints)
    select ${tenant}, trajectory_id, kind, complete, decode(prints, 'base64')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (trajectory_id uuid, kind text, complete boolean,
      prints text)`.execute(tx)
}

/** Marks as they are stored, in the order of their ids. */
export type StoredMarks = NewMarks & { readonly id: number; readonly kind: MarkKind }

/** Fingerprints of these trajectories, each after its cursor. */
export async function marksAfter(
  tx: Tx,
  tenant: string,
  cursors: readonly { readonly id: string; readonly after: number }[],
): Promise<readonly StoredMarks[]> {
  const { rows } = await sql<StoredMarks>`
    select m.trajectory_id, m.id, m.kind, m.complete, m.prints
    from jsonb_to_recordset(${JSON.stringify(cursors)}::jsonb) as c (id uuid, after bigint)
    join trajectory_marks m on m.tenant_id = ${tenant} and m.trajectory_id = c.id and m.id > c.after
    order by m.id`.execute(tx)
  return rows
}

/** Trajectories, newest first. */
export function listTrajectories(
  tx: Tx,
  tenant: string,
  filter: { readonly agent?: string; readonly rung?: string; readonly all: boolean; readonly limit: number },
): Promise<TrajectoryRow[]> {
  let query = tx.selectFrom('trajectories').selectAll().where('tenant_id', '=', tenant)
  if (filter.agent !== undefined) query = query.where('agent', '=', filter.agent)
  if (filter.rung !== undefined) query = query.where('rung', '=', filter.rung as TrajectoryRow['rung'])
  if (!filter.all) query = query.where('ended_at', 'is', null)
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

/** The newest steps of a trajectory, in order. */
export async function stepsOf(tx: Tx, tenant: string, id: string, most: number): Promise<StepRow[]> {
  const rows = await tx
    .selectFrom('trajectory_steps')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('trajectory_id', '=', id)
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.reverse()
}

/** The decided step of an action. */
export function stepOfAction(tx: Tx, tenant: string, action_id: string): Promise<StepRow | undefined> {
  return tx
    .selectFrom('trajectory_steps')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('action_id', '=', action_id)
    .where('kind', '=', 'decided')
    .executeTakeFirst()
}

/** Running trajectories that time may move: quiet ones, and frozen ones to which nobody came. */
export function dueTrajectories(tx: Tx, tenant: string, idle: Date, moved: Date): Promise<{ id: string }[]> {
  return tx
    .selectFrom('trajectories')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('ended_at', 'is', null)
    .where(({ or, eb, and }) =>
      or([
        and([eb('rung', 'in', ['clear', 'warned']), eb('last_at', '<=', idle)]),
        and([eb('rung', 'in', ['warned', 'soft_stopped', 'hard_stopped']), eb('since', '<=', moved)]),
      ]),
    )
    .orderBy('id')
    .limit(500)
    .execute()
}

/** One agent's habits; with `lock`, nobody else changes them meanwhile. */
export function findHabits(tx: Tx, tenant: string, agent: string, lock = false): Promise<HabitsRow | undefined> {
  const query = tx.selectFrom('agent_habits').selectAll().where('tenant_id', '=', tenant).where('agent', '=', agent)
  return (lock ? query.forUpdate() : query).executeTakeFirst()
}

/** Writes habits. */
export async function keepHabits(tx: Tx, row: HabitsRow): Promise<void> {
  const { tenant_id: _, agent: __, ...change } = row
  await tx
    .insertInto('agent_habits')
    .values(row)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'agent']).doUpdateSet(change))
    .execute()
}
