// The policy room's tables, as Kysely sees them.
import type { ColumnType } from 'kysely'

/** One stored version of a tenant's policy; never changed, never deleted. */
export interface PoliciesTable {
  tenant_id: string
  version: number
  /** The bundle as it was sent, YAML or JSON. */
  bundle: string
  /** Lower-case hex SHA-256 of the compiled bundle. */
  policy_hash: string
  reason: string
  created_at: ColumnType<Date, Date, never>
  created_by: string
}

/** Which version a tenant's policy stands at. */
export interface PolicyHeadsTable {
  tenant_id: string
  /** The highest version stored so far. */
  last_version: number
  /** The version that decides; null until the first activation. */
  active_version: number | null
  /** Counts activations; a decision is valid only while the epoch it was made under is still current. */
  epoch: number
  activated_at: Date | null
  activated_by: string | null
}

/** Tables of the policy room. */
export interface PolicyTables {
  policies: PoliciesTable
  policy_heads: PolicyHeadsTable
}
