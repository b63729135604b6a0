// Principals and tokens: created, changed and revoked, each with its leaf in the ledger.
import type { JsonObject, LeafInput, LeafType } from '@sallyport/core'
import { record } from '../ledger/record.ts'
import { type RandomBytes, uuidv7 } from '../ledger/uuid.ts'
import { Refusal } from '../refusal.ts'
import { inTenant, type Store, type Tx } from '../store/database.ts'
import { openAuthenticator } from './authenticate.ts'
import { checkPrincipal, checkTenant } from './names.ts'
import type { Principal } from './principal.ts'
import * as queries from './queries.ts'
import { hashToken, mintToken } from './tokens.ts'

/** What the access room needs from outside. */
export interface AccessDeps {
  readonly store: Store
  readonly now: () => number
  readonly random: RandomBytes
}

/** A token just made; `token` is shown once and kept nowhere. */
export interface NewToken {
  readonly id: string
  readonly token: string
  readonly principal: string
  /** Milliseconds since 1970-01-01 UTC; null: it does not expire. */
  readonly expires_at: number | null
}

/** The access room. `by` is the id of whoever asks: a principal's, or `operator` for the command line. */
export interface AccessService {
  /** The token's principal. Throws `unknown_token`, `token_revoked` or `token_expired`. */
  authenticate(token: string): Promise<Principal>
  /** One principal of the tenant, or undefined. */
  findPrincipal(tenant: string, id: string): Promise<Principal | undefined>
  listPrincipals(tenant: string): Promise<readonly Principal[]>
  /** Creates it, and its tenant where that is new. Throws `principal_exists` or `invalid_principal`. */
  createPrincipal(principal: Principal, by: string): Promise<void>
  /** Replaces roles and tier. Throws `unknown_principal`, `invalid_principal` or, for another kind, `principal_kind`. */
  changePrincipal(principal: Principal, by: string): Promise<void>
  /** Throws `unknown_principal` or `invalid_expiry`. */
  createToken(tenant: string, principal: string, by: string, expires_at?: number): Promise<NewToken>
  /** Effective at once where NOTIFY arrives, within a second where it does not. Throws `unknown_token_id`. */
  revokeToken(tenant: string, token_id: string, by: string): Promise<void>
  listTokens(tenant: string): Promise<readonly queries.TokenRow[]>
  /** Ids of all tenants, for the loops that serve each of them. */
  listTenants(): Promise<readonly string[]>
  /** Stops listening for changes. */
  close(): Promise<void>
}

/** Opens the access room on a store. */
export async function openAccess(deps: AccessDeps): Promise<AccessService> {
  const { store } = deps
  const authenticator = await openAuthenticator(store, deps.now)
  return {
    authenticate: authenticator.authenticate,
    findPrincipal: (tenant, id) => inTenant(store.app, tenant, (tx) => queries.findPrincipal(tx, tenant, id)),
    listPrincipals: (tenant) => queries.listPrincipals(store.app, tenant),
    createPrincipal: (principal, by) => createPrincipal(deps, principal, by),
    changePrincipal: (principal, by) => changePrincipal(deps, principal, by),
    createToken: (tenant, id, by, expires_at) =>
      inTenant(store.app, tenant, (tx) => issueToken(deps, tx, { tenant, id, by, expires_at: expires_at ?? null })),
    revokeToken: (tenant, id, by) => revokeToken(deps, tenant, id, by),
    listTokens: (tenant) => queries.listTokens(store.app, tenant),
    listTenants: () => queries.listTenants(store.app),
    close: authenticator.close,
  }
}

async function createPrincipal(deps: AccessDeps, principal: Principal, by: string): Promise<void> {
  checkPrincipal(principal)
  await inTenant(deps.store.app, principal.tenant, async (tx) => {
    if (!(await addPrincipal(deps, tx, principal, by))) {
      throw new Refusal('principal_exists', `a principal \`${principal.id}\` exists already; change it instead`)
    }
  })
}

/** Writes a principal with its leaf; false when there is one of that id. Part of the caller's transaction. */
export async function addPrincipal(deps: AccessDeps, tx: Tx, principal: Principal, by: string): Promise<boolean> {
  const at = deps.now()
  await queries.ensureTenant(tx, principal.tenant, new Date(at))
  if (!(await queries.insertPrincipal(tx, principal, by, new Date(at)))) return false
  const { id, kind, roles, tier } = principal
  await write(deps, tx, principal.tenant, at, 'access.principal_created', { principal: id, kind, roles, tier, by })
  return true
}

async function changePrincipal(deps: AccessDeps, principal: Principal, by: string): Promise<void> {
  checkPrincipal(principal)
  const { tenant, id, kind, roles, tier } = principal
  await inTenant(deps.store.app, tenant, async (tx) => {
    const present = await known(tx, tenant, id)
    if (present.kind !== kind) {
      throw new Refusal('principal_kind', `\`${id}\` is a ${present.kind} and stays one; create another principal`)
    }
    await queries.updatePrincipal(tx, principal)
    await write(deps, tx, tenant, deps.now(), 'access.principal_changed', { principal: id, roles, tier, by })
    await queries.announceAccessChange(tx, tenant)
  })
}

interface TokenRequest {
  readonly tenant: string
  readonly id: string
  readonly by: string
  readonly expires_at: number | null
}

/** Makes a token for a principal, with its leaf. Part of the caller's transaction. */
export async function issueToken(deps: AccessDeps, tx: Tx, request: TokenRequest): Promise<NewToken> {
  const { tenant, id, by, expires_at } = request
  checkTenant(tenant)
  await known(tx, tenant, id)
  const at = deps.now()
  if (expires_at !== null && expires_at <= at) {
    throw new Refusal('invalid_expiry', 'the token would have expired already; give a time to come, in milliseconds')
  }
  const token = mintToken(deps.random)
  const token_id = uuidv7(at, deps.random)
  await queries.insertToken(tx, tenant, {
    id: token_id,
    principal_id: id,
    token_hash: hashToken(token),
    created_at: new Date(at),
    created_by: by,
    expires_at: expires_at === null ? null : new Date(expires_at),
  })
  await write(deps, tx, tenant, at, 'access.token_created', { token_id, principal: id, expires_at, by })
  return { id: token_id, token, principal: id, expires_at }
}

async function revokeToken(deps: AccessDeps, tenant: string, token_id: string, by: string): Promise<void> {
  await inTenant(deps.store.app, tenant, async (tx) => {
    const at = deps.now()
    const principal = await queries.revokeToken(tx, tenant, token_id, new Date(at))
    if (principal === undefined) {
      throw new Refusal('unknown_token_id', `no usable token has the id \`${token_id}\`; list them first`)
    }
    await write(deps, tx, tenant, at, 'access.token_revoked', { token_id, principal, by })
    await queries.announceAccessChange(tx, tenant)
  })
}

async function known(tx: Tx, tenant: string, id: string): Promise<Principal> {
  const principal = await queries.findPrincipal(tx, tenant, id)
  if (principal === undefined) throw new Refusal('unknown_principal', `no principal \`${id}\`; create it first`)
  return principal
}

function write(deps: AccessDeps, tx: Tx, tenant: string, at: number, type: LeafType, body: JsonObject): Promise<void> {
  const id = uuidv7(at, deps.random)
  const leaf: LeafInput = { id, type, thread: id, parents: [], at, body }
  return record(tx, tenant, [leaf], deps.random)
}
