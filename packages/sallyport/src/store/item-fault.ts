// What a statement that failed says about the rows it was to write.

// Data exceptions, violated constraints, deadlocks and limits of a statement: smaller groups may do. Anything else is the
// connection's or the server's trouble, and then it is not even certain that nothing was written.
const ITEM_FAULTS = /^(22|23|40|54)/

/** Whether an error of PostgreSQL can be blamed on one of the rows that were written together. */
export function isItemFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && ITEM_FAULTS.test(code)
}
