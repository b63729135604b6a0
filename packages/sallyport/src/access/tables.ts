// The access room's tables, as Kysely sees them.
import type { ColumnType } from 'kysely'
import type { PrincipalKind } from './principal.ts'

/** One tenant; everything else belongs to one. */
export interface TenantsTable {
  id: string
  name: string
  created_at: ColumnType<Date, Date, never>
}

/** One principal of one tenant: who may ask, vote or administer. */
export interface PrincipalsTable {
  tenant_id: string
  id: string
  kind: PrincipalKind
  roles: string[]
  tier: number
  created_at: ColumnType<Date, Date, never>
  created_by: ColumnType<string, string, never>
}

/** One bearer token: only its hash is kept. */
export interface TokensTable {
  id: string
  tenant_id: string
  principal_id: string
  /** SHA-256 of the token's text, 32 bytes. */
  token_hash: ColumnType<Uint8Array, Uint8Array, never>
  created_at: ColumnType<Date, Date, never>
  created_by: ColumnType<string, string, never>
  expires_at: ColumnType<Date | null, Date | null, never>
  revoked_at: Date | null
}

/** Tables of the access room. */
export interface AccessTables {
  tenants: TenantsTable
  principals: PrincipalsTable
  tokens: TokensTable
}
