// Names of logs: one per tenant and year, and a further one after each restore.

/** Prefix of origins where none is configured; nothing resolves it, it only keeps names apart. */
export const DEFAULT_ORIGIN_PREFIX = 'sallyport.invalid/ledger'

/** Origin line of a log, such as `audit.example.com/ledger/acme/2026`, or `…/2026/2` for the year's second shard. */
export function originOf(prefix: string, tenant: string, year: number, shard: number): string {
  return `${prefix}/${tenant}/${year}${shard > 1 ? `/${shard}` : ''}`
}

/** The UTC year of `at`. */
export function yearOf(at: Date): number {
  return at.getUTCFullYear()
}

/** First moment of `year` and of the year after: the times of its log's leaves lie between. */
export function yearBounds(year: number): { readonly from: Date; readonly to: Date } {
  return { from: new Date(Date.UTC(year, 0, 1)), to: new Date(Date.UTC(year + 1, 0, 1)) }
}
