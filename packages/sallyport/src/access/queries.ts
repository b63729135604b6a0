// The access room's SQL.
import { sql } from 'kysely'
import { type Database, inTenant, type Tx } from '../store/database.ts'
import type { Principal } from './principal.ts'

/** What a presented token's hash leads to. */
export interface BearerRow {
  readonly token_id: string
  readonly token_hash: Uint8Array
  readonly expires_at: Date | null
  readonly revoked_at: Date | null
  readonly principal: Principal
}

/** A token as its owner's administrators see it: never the token, never its hash. */
export interface TokenRow {
  readonly id: string
  readonly principal_id: string
  readonly created_at: Date
  readonly created_by: string
  readonly expires_at: Date | null
  readonly revoked_at: Date | null
}

/** Finds the token with this hash, whatever its tenant, and its principal. */
export function findBearer(db: Database, hash: Uint8Array): Promise<BearerRow | undefined> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('sallyport.token_hash', ${Buffer.from(hash).toString('hex')}, true)`.execute(tx)
    const token = await tx
      .selectFrom('tokens')
      .select(['id', 'tenant_id', 'principal_id', 'token_hash', 'expires_at', 'revoked_at'])
      .where('token_hash', '=', hash)
      .executeTakeFirst()
    if (token === undefined) return undefined
    await sql`select set_config('sallyport.tenant', ${token.tenant_id}, true)`.execute(tx)
    const principal = await findPrincipal(tx, token.tenant_id, token.principal_id)
    if (principal === undefined) return undefined
    const { id, token_hash, expires_at, revoked_at } = token
    return { token_id: id, token_hash, expires_at, revoked_at, principal }
  })
}

/** One principal of the transaction's tenant. */
export async function findPrincipal(tx: Tx, tenant: string, id: string): Promise<Principal | undefined> {
  const row = await tx
    .selectFrom('principals')
    .select(['id', 'kind', 'roles', 'tier'])
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  return row === undefined ? undefined : toPrincipal(tenant, row)
}

/** Whether anybody of the transaction's tenant holds `role`. */
export async function isRoleHeld(tx: Tx, tenant: string, role: string): Promise<boolean> {
  const row = await tx
    .selectFrom('principals')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where(sql<boolean>`${role} = any(roles)`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** All principals of a tenant, by id. */
export function listPrincipals(db: Database, tenant: string): Promise<Principal[]> {
  return inTenant(db, tenant, async (tx) => {
    const rows = await tx
      .selectFrom('principals')
      .select(['id', 'kind', 'roles', 'tier'])
      .where('tenant_id', '=', tenant)
      .orderBy('id')
      .execute()
    return rows.map((row) => toPrincipal(tenant, row))
  })
}

function toPrincipal(tenant: string, row: Pick<Principal, 'id' | 'kind' | 'roles'> & { tier: number }): Principal {
  return { tenant, id: row.id, kind: row.kind, roles: row.roles, tier: row.tier as Principal['tier'] }
}

/** Writes a principal; false when the tenant has one of that id already. */
export async function insertPrincipal(tx: Tx, principal: Principal, by: string, at: Date): Promise<boolean> {
  const { tenant, id, kind, roles, tier } = principal
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('principals')
    .values({ tenant_id: tenant, id, kind, roles: [...roles], tier, created_at: at, created_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Replaces a principal's roles and tier; false when there is no such principal. */
export async function updatePrincipal(tx: Tx, principal: Principal): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('principals')
    .set({ roles: [...principal.roles], tier: principal.tier })
    .where('tenant_id', '=', principal.tenant)
    .where('id', '=', principal.id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Writes a token's hash. */
export async function insertToken(
  tx: Tx,
  tenant: string,
  token: Omit<TokenRow, 'revoked_at'> & { readonly token_hash: Uint8Array },
): Promise<void> {
  await tx
    .insertInto('tokens')
    .values({ ...token, tenant_id: tenant, revoked_at: null })
    .execute()
}

/** Revokes a token and gives its principal's id; undefined when there is none that could still be used. */
export async function revokeToken(tx: Tx, tenant: string, id: string, at: Date): Promise<string | undefined> {
  const row = await tx
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning('principal_id')
    .executeTakeFirst()
  return row?.principal_id
}

/** All tokens of a tenant, oldest first. */
export function listTokens(db: Database, tenant: string): Promise<TokenRow[]> {
  return inTenant(db, tenant, (tx) =>
    tx
      .selectFrom('tokens')
      .select(['id', 'principal_id', 'created_at', 'created_by', 'expires_at', 'revoked_at'])
      .where('tenant_id', '=', tenant)
      .orderBy('id')
      .execute(),
  )
}

/** Ids of all tenants. */
export async function listTenants(db: Database): Promise<string[]> {
  const rows = await db.selectFrom('tenants').select('id').orderBy('id').execute()
  return rows.map((row) => row.id)
}

/** Makes sure that the tenant exists. */
export async function ensureTenant(tx: Tx, tenant: string, at: Date): Promise<void> {
  await tx
    .insertInto('tenants')
    .values({ id: tenant, name: tenant, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Tells every replica that a tenant's principals or tokens changed; delivered when the transaction commits. */
export async function announceAccessChange(tx: Tx, tenant: string): Promise<void> {
  await sql`select pg_notify('access', ${tenant})`.execute(tx)
}
