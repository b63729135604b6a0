// The access room's tables, as Kysely sees them.

/** Tables of the access room. */
export type AccessTables = {}
