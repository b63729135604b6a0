// The action room's tables, as Kysely sees them.

/** Tables of the action room. */
export type ActionTables = {}
