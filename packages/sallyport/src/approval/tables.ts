// The approval room's tables, as Kysely sees them.

/** Tables of the approval room. */
export type ApprovalTables = {}
