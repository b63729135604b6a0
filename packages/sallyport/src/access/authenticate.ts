// From a bearer token to a principal, or a refusal that says nothing about which tokens exist.

import { Refusal } from '../refusal.ts'
import type { Store } from '../store/database.ts'
import type { Principal } from './principal.ts'
import { type BearerRow, findBearer } from './queries.ts'
import { openTokenCache } from './token-cache.ts'
import { hashToken, looksLikeToken, sameHash } from './tokens.ts'

/** Longest time for which a revoked token may still be accepted when its NOTIFY is lost. */
const CACHE_LIFE_MS = 1000
const CACHED_TOKENS = 10_000

/** Authenticates tokens until it is closed. */
export interface Authenticator {
  /** The token's principal. Throws `unknown_token`, `token_revoked` or `token_expired`. */
  authenticate(token: string): Promise<Principal>
  close(): Promise<void>
}

/** Opens an authenticator that hears of revocations through NOTIFY and, failing that, within a second. */
export async function openAuthenticator(store: Store, now: () => number): Promise<Authenticator> {
  const cache = openTokenCache(CACHE_LIFE_MS, CACHED_TOKENS)
  const close = await store.listen('access', (tenant) => cache.forget(tenant))

  return {
    async authenticate(token) {
      if (!looksLikeToken(token)) throw unknownToken()
      const hash = hashToken(token)
      const key = hash.toString('hex')
      const asked_at = now()
      const cached = cache.get(key, asked_at)
      if (cached !== undefined && !hasExpired(cached, asked_at)) return cached.principal
      const row = await findBearer(store.app, hash)
      if (row === undefined || !sameHash(row.token_hash, hash)) throw unknownToken()
      if (row.revoked_at !== null) throw new Refusal('token_revoked', 'the token was revoked; ask for a new one')
      if (hasExpired(row, asked_at)) throw new Refusal('token_expired', 'the token has expired; ask for a new one')
      cache.put(key, row, asked_at)
      return row.principal
    },
    close,
  }
}

function hasExpired(row: BearerRow, now: number): boolean {
  return row.expires_at !== null && row.expires_at.getTime() <= now
}

function unknownToken(): Refusal {
  return new Refusal('unknown_token', 'the token is unknown; create one with `sallyport token create`')
}
