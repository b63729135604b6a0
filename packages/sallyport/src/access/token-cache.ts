// Principals of recently presented tokens, so that not every request asks the database; bounded in time and in number.
import type { BearerRow } from './queries.ts'

/** A cache keyed by the token's hash in hex. */
export interface TokenCache {
  get(hash: string, now: number): BearerRow | undefined
  /** Keeps `row` until `life_ms` after `asked_at`, the moment before the database was asked. */
  put(hash: string, row: BearerRow, asked_at: number): void
  /** Forgets everything of one tenant. */
  forget(tenant: string): void
}

/** Opens a cache of at most `most` tokens, each for `life_ms`: no revocation takes longer than that to be seen. */
export function openTokenCache(life_ms: number, most: number): TokenCache {
  const kept = new Map<string, { readonly row: BearerRow; readonly until: number }>()
  return {
    get(hash, now) {
      const entry = kept.get(hash)
      if (entry === undefined) return undefined
      // A clock that was set back must not lengthen a life.
      if (now < entry.until && now >= entry.until - life_ms) return entry.row
      kept.delete(hash)
      return undefined
    },
    put(hash, row, asked_at) {
      if (kept.size >= most) kept.delete(kept.keys().next().value!)
      kept.set(hash, { row, until: asked_at + life_ms })
    },
    forget(tenant) {
      for (const [hash, entry] of kept) if (entry.row.principal.tenant === tenant) kept.delete(hash)
    },
  }
}
