// The action room's SQL for reading; everything that changes goes through `commit.ts`.
import { type Selectable, sql } from 'kysely'
import type { Database, Tx } from '../store/database.ts'
import { isActionId, timeOf } from './action-id.ts'
import type { ActionStatus } from './gate.ts'
import type { ActionsTable } from './tables.ts'

/** One action as it stands. */
export type ActionRow = Omit<Selectable<ActionsTable>, 'tenant_id'>

/** Which actions to list. */
export interface ActionFilter {
  /** Only those of this agent. */
  readonly agent?: string
  readonly status?: ActionStatus
  /** Only those older than the action with this id. */
  readonly before?: string
  readonly limit: number
}

/** One action, found through the time inside its id. */
export function findAction(tx: Tx, tenant: string, id: string): Promise<ActionRow | undefined> {
  if (!isActionId(id)) return Promise.resolve(undefined)
  return tx
    .selectFrom('actions')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('at', '=', new Date(timeOf(id)))
    .where('id', '=', id)
    .executeTakeFirst()
}

/** What a later decision about the action needs; gone once it has started or ended. */
export async function findRequest(tx: Tx, tenant: string, action_id: string): Promise<Uint8Array | undefined> {
  const row = await tx
    .selectFrom('action_requests')
    .select('request')
    .where('tenant_id', '=', tenant)
    .where('action_id', '=', action_id)
    .executeTakeFirst()
  return row?.request
}

/** The action that an idempotency key was first used for. */
export function findKey(
  tx: Tx,
  tenant: string,
  agent: string,
  key: string,
): Promise<{ action_id: string; action_hash: string } | undefined> {
  return tx
    .selectFrom('action_keys')
    .select(['action_id', 'action_hash'])
    .where('tenant_id', '=', tenant)
    .where('agent', '=', agent)
    .where('key', '=', key)
    .executeTakeFirst()
}

/** Actions, newest first. */
export function listActions(tx: Tx, tenant: string, filter: ActionFilter): Promise<ActionRow[]> {
  let query = tx.selectFrom('actions').selectAll().where('tenant_id', '=', tenant)
  if (filter.agent !== undefined) query = query.where('agent', '=', filter.agent)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.before !== undefined) {
    const before = new Date(timeOf(filter.before))
    // The first condition lets PostgreSQL leave out the partitions of later months.
    query = query.where('at', '<=', before).where(sql<boolean>`(at, id) < (${before}, ${filter.before}::uuid)`)
  }
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(filter.limit).execute()
}

/** Started actions whose lease is over. */
export function overdueActions(tx: Tx, tenant: string, now: Date, limit: number): Promise<ActionRow[]> {
  return tx
    .selectFrom('actions')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('status', '=', 'started')
    .where('deadline', '<=', now)
    .limit(limit)
    .execute()
}

/** Ends a held action whose approval expired; one that went on meanwhile stays as it is. */
export async function denyHeld(tx: Tx, tenant: string, id: string): Promise<void> {
  await tx
    .updateTable('actions')
    .set({ status: 'denied', reason: 'no approval came in time; submit the action again' })
    .where('tenant_id', '=', tenant)
    .where('at', '=', new Date(timeOf(id)))
    .where('id', '=', id)
    .where('status', '=', 'held')
    .execute()
  await tx.deleteFrom('action_requests').where('tenant_id', '=', tenant).where('action_id', '=', id).execute()
}

/** Ids of all tenants. */
export async function listTenants(db: Database): Promise<string[]> {
  return (await db.selectFrom('tenants').select('id').execute()).map((row) => row.id)
}

/** Makes the partitions of this month and the next two, as far as they are missing. */
export async function makeMonths(db: Database): Promise<void> {
  await sql`select action_months(2)`.execute(db)
}
