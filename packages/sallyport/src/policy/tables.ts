// The policy room's tables, as Kysely sees them.

/** Tables of the policy room. */
export type PolicyTables = {}
