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

/** Marks as they are stored. */
export interface StoredMarks {
  readonly trajectory_id: string
  readonly id: number
  readonly kind: MarkKind
  readonly complete: boolean
  readonly prints: Uint8Array
}

/** Whose marks are read, and after which. */
export interface MarkCursor {
  readonly id: string
  readonly after: number
}

/** What happened in a trajectory whose row the caller holds locked. */
export interface Happened extends MarkCursor {
  readonly steps: readonly (Omit<StepRow, 'tenant_id' | 'trajectory_id' | 'id' | 'at'> & { readonly at: number })[]
  readonly marks: readonly (Pick<StoredMarks, 'kind' | 'complete'> & { readonly prints: Buffer })[]
}

/** What others wrote after the cursors, in order, and where these stand after what was written now. */
export interface Learnt {
  readonly marks: readonly StoredMarks[]
  readonly written: readonly MarkCursor[]
}

/** Writes what may change of these trajectories. */
export async function updateTrajectories(tx: Tx, tenant: string, rows: readonly TrajectoryRow[]): Promise<void> {
  if (rows.length > 0) await addHistory(tx, tenant, rows, [])
}

/** Writes what may change of these trajectories and what happened in some, and reads the marks of others: one statement. */
export async function addHistory(
  tx: Tx,
  tenant: string,
  changed: readonly TrajectoryRow[],
  happened: readonly Happened[],
): Promise<Learnt> {
  const sessions = happened.map(({ marks, ...rest }) => ({
    ...rest,
    marks: marks.map(({ prints, ...mark }) => ({ ...mark, prints: prints.toString('base64') })),
  }))
  const { rows } = await sql<
    StoredMarks | { readonly kind: null; readonly trajectory_id: string; readonly after: number }
  >`
    select * from trajectory_add(${tenant}, ${JSON.stringify(changed)}::jsonb, ${JSON.stringify(sessions)}::jsonb)`.execute(
    tx,
  )
  return {
    marks: rows.filter((row): row is StoredMarks => row.kind !== null),
    written: rows.flatMap((row) => (row.kind === null ? [{ id: row.trajectory_id, after: row.after }] : [])),
  }
}

/** Fingerprints of these trajectories, each after its cursor, in the order of their ids. */
export async function marksAfter(
  tx: Tx,
  tenant: string,
  cursors: readonly MarkCursor[],
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
