// The approval room's SQL for grants.
import type { Grant, JsonObject } from '@sallyport/core'
import { type Selectable, sql } from 'kysely'
import type { Tx } from '../store/database.ts'
import type { ApprovalGrantsTable } from './tables.ts'

/** A grant as the control plane holds it. */
export interface HeldGrant extends Grant {
  readonly id: string
  readonly reason: string
  readonly created_by: string
  readonly roles: readonly string[]
  readonly leaf: string
  readonly created_at: number
}

/** Inserts a grant. */
export async function insertGrant(tx: Tx, grant: HeldGrant): Promise<void> {
  const { tenant, roles, arguments: bounds, created_at, expires_at, revoked: _, ...columns } = grant
  await tx
    .insertInto('approval_grants')
    .values({
      ...columns,
      tenant_id: tenant,
      roles: [...roles],
      arguments: bounds === null ? null : sql<JsonObject>`${JSON.stringify(bounds)}::json`,
      created_at: new Date(created_at),
      expires_at: new Date(expires_at),
      revoked_at: null,
    })
    .execute()
}

/** Grants of a tenant, newest first; of one agent where given. */
export async function listGrants(tx: Tx, tenant: string, agent?: string): Promise<HeldGrant[]> {
  let query = tx.selectFrom('approval_grants').selectAll().where('tenant_id', '=', tenant)
  if (agent !== undefined) query = query.where('agent', '=', agent)
  return (await query.orderBy('id', 'desc').limit(1000).execute()).map(toGrant)
}

/** One grant by id. */
export async function findGrant(tx: Tx, tenant: string, id: string): Promise<HeldGrant | undefined> {
  const row = await tx
    .selectFrom('approval_grants')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toGrant(row)
}

/** Grants that could mint for an agent now. */
export async function liveGrants(tx: Tx, tenant: string, agent: string, now: Date): Promise<HeldGrant[]> {
  const rows = await tx
    .selectFrom('approval_grants')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('agent', '=', agent)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .whereRef('used', '<', 'max_uses')
    .orderBy('expires_at')
    .execute()
  return rows.map(toGrant)
}

/** Takes one use; false where another took the last one, or the grant was revoked or ran out meanwhile. */
export async function takeUse(tx: Tx, tenant: string, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('approval_grants')
    .set({ used: sql<number>`used + 1` })
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .whereRef('used', '<', 'max_uses')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Revokes a grant; false where it is unknown or revoked already. */
export async function revokeGrant(tx: Tx, tenant: string, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('approval_grants')
    .set({ revoked_at: now })
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

function toGrant(row: Selectable<ApprovalGrantsTable>): HeldGrant {
  const { tenant_id, created_at, expires_at, revoked_at, ...same } = row
  return {
    ...same,
    tenant: tenant_id,
    created_at: created_at.getTime(),
    expires_at: expires_at.getTime(),
    revoked: revoked_at !== null,
  }
}
