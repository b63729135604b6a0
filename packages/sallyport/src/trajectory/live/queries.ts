// SQL of running trajectories: loading, locking, and writing many of them at once.

import type { MarkKind } from '@sallyport/core'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Database, Tx } from '../../store/database.ts'
import { jsonText } from '../../store/json-text.ts'
import { type PackedStep, packStep, type Step, unpackStep } from './pack-steps.ts'
import type { AgentHabitsTable, TrajectoriesTable } from './tables.ts'

/** A trajectory as it is stored. */
export type TrajectoryRow = Selectable<TrajectoriesTable>

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

/** What happened in a trajectory since it was read. */
export interface Happened extends MarkCursor {
  /** The version that was read. */
  readonly version: number
  readonly steps: readonly Step[]
  readonly marks: readonly (Pick<StoredMarks, 'kind' | 'complete'> & { readonly prints: Buffer })[]
}

/** What others wrote after the cursors, in order, and where these stand after what was written now. */
export interface Learnt {
  readonly marks: readonly StoredMarks[]
  readonly written: readonly MarkCursor[]
}

/** Writes what may change of these trajectories, which the caller holds locked; gives them as they are then. */
export async function updateTrajectories(
  tx: Tx,
  tenant: string,
  rows: readonly TrajectoryRow[],
): Promise<TrajectoryRow[]> {
  if (rows.length > 0) await addHistory(tx, tenant, rows, [])
  return rows.map(writtenRow)
}

/** A row after it was written. */
export function writtenRow(row: TrajectoryRow): TrajectoryRow {
  return { ...row, version: row.version + 1 }
}

/**
 * Writes what may change of trajectories and what happened in them, and reads the marks of others: one statement, which is its
 * own transaction where `db` is none. Null, and nothing is written, where one of them was written by somebody else since it was read.
 */
export async function addHistory(
  db: Database | Tx,
  tenant: string,
  changed: readonly TrajectoryRow[],
  happened: readonly Happened[],
): Promise<Learnt | null> {
  const cursors = happened.map(({ id, version, after }) => ({ id, version, after }))
  const pages = happened.flatMap(({ id, steps }) =>
    steps.length === 0 ? [] : [{ id, count: steps.length, steps: steps.map(packStep) }],
  )
  const marks = happened.flatMap(({ id, marks }) =>
    marks.map(({ prints, ...mark }) => ({ id, ...mark, prints: prints.toString('base64') })),
  )
  const { rows } = await sql<AddedRow>`
    select * from trajectory_add(${tenant}, ${jsonText(changed)}::json, ${jsonText(cursors)}::json,
      ${jsonText(pages)}::json, ${marks.length === 0 ? null : jsonText(marks)}::json)`.execute(db)
  if (rows[0]?.stale) return null
  return {
    marks: rows.flatMap((row) => (row.kind === null ? [] : [row])),
    written: rows.flatMap((row) => (row.kind === null ? [{ id: row.trajectory_id, after: row.after }] : [])),
  }
}

type AddedRow =
  | (StoredMarks & { readonly stale: false })
  | { readonly stale: boolean; readonly kind: null; readonly trajectory_id: string; readonly after: number }

/** All fingerprints of a trajectory, in order. */
export function marksOf(tx: Tx, tenant: string, id: string): Promise<readonly StoredMarks[]> {
  return tx
    .selectFrom('trajectory_marks')
    .select(['trajectory_id', 'id', 'kind', 'complete', 'prints'])
    .where('tenant_id', '=', tenant)
    .where('trajectory_id', '=', id)
    .orderBy('id')
    .execute()
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
export async function stepsOf(tx: Tx, tenant: string, id: string, most: number): Promise<readonly Step[]> {
  const { rows } = await sql<{ steps: readonly PackedStep[] }>`
    select steps
    from (
      select id, steps, sum(count) over (order by id desc) - count as newer
      from trajectory_pages where tenant_id = ${tenant} and trajectory_id = ${id}
    ) as p
    where newer < ${most} order by id`.execute(tx)
  return rows
    .flatMap(({ steps }) => steps)
    .slice(-most)
    .map(unpackStep)
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
