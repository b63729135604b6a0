// The ledger room's tables, as Kysely sees them.

/** Tables of the ledger room. */
export type LedgerTables = {}
