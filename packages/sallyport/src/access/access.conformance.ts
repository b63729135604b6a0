// What the access room must do on every store.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { sql } from 'kysely'
import type { Refusal } from '../refusal.ts'
import { inTenant, type Store } from '../store/database.ts'
import { bootstrapAdmin } from './bootstrap.ts'
import type { Principal } from './principal.ts'
import { type AccessDeps, type AccessService, openAccess } from './service.ts'

const START = Date.UTC(2026, 0, 2)
const BOT: Principal = { tenant: 'acme', id: 'bot', kind: 'agent', roles: [], tier: 1 }

interface Room {
  readonly store: Store
  readonly access: AccessService
  readonly deps: AccessDeps
  readonly clock: { now: number }
}

async function openRoom(open: () => Promise<Store>): Promise<Room> {
  const store = await open()
  const clock = { now: START }
  const deps = { store, now: () => clock.now, random: randomBytes }
  return { store, deps, clock, access: await openAccess(deps) }
}

async function closeRoom({ access, store }: Room): Promise<void> {
  await access.close()
  await store.close()
}

const code = (expected: string) => (error: unknown) => (error as Refusal).code === expected

/** Declares the access room's conformance tests. */
export function accessConformance(open: () => Promise<Store>): void {
  describe('access: tokens', () => {
    test('a token is its principal, and only its hash is stored', async () => {
      const room = await openRoom(open)
      await room.access.createPrincipal(BOT, 'operator')
      const { token, id } = await room.access.createToken('acme', 'bot', 'operator')
      assert.match(token, /^sp_[A-Za-z0-9_-]{43}$/)
      assert.deepEqual(await room.access.authenticate(token), BOT)
      assert.equal((await everything(room.store)).includes(token), false)
      assert.deepEqual(
        (await room.access.listTokens('acme')).map((row) => row.id),
        [id],
      )
      await closeRoom(room)
    })

    test('a stranger’s token, a shortened one and an empty one are unknown', async () => {
      const room = await openRoom(open)
      const stranger = `sp_${randomBytes(32).toString('base64url')}`
      for (const token of [stranger, stranger.slice(0, -1), '', 'Bearer']) {
        await assert.rejects(room.access.authenticate(token), code('unknown_token'))
      }
      await closeRoom(room)
    })

    test('an expired token is refused from that millisecond on, cached or not', async () => {
      const room = await openRoom(open)
      await room.access.createPrincipal(BOT, 'operator')
      const { token } = await room.access.createToken('acme', 'bot', 'operator', START + 500)
      room.clock.now = START + 499
      await room.access.authenticate(token)
      room.clock.now = START + 500
      await assert.rejects(room.access.authenticate(token), code('token_expired'))
      await closeRoom(room)
    })

    test('a token that would have expired already is not made', async () => {
      const room = await openRoom(open)
      await room.access.createPrincipal(BOT, 'operator')
      await assert.rejects(room.access.createToken('acme', 'bot', 'operator', START), code('invalid_expiry'))
      assert.deepEqual(await room.access.listTokens('acme'), [])
      await closeRoom(room)
    })

    test('a revoked token is refused within a second even where the notification is lost', async () => {
      const room = await openRoom(open)
      const deaf = await openAccess({
        ...room.deps,
        store: { ...room.store, listen: async () => async () => undefined },
      })
      await room.access.createPrincipal(BOT, 'operator')
      const { token, id } = await room.access.createToken('acme', 'bot', 'operator')
      await deaf.authenticate(token)
      await room.access.revokeToken('acme', id, 'operator')
      room.clock.now += 1000
      await assert.rejects(deaf.authenticate(token), code('token_revoked'))
      await closeRoom(room)
    })

    test('a revocation heard of is effective at once', async () => {
      const room = await openRoom(open)
      await room.access.createPrincipal(BOT, 'operator')
      const { token, id } = await room.access.createToken('acme', 'bot', 'operator')
      await room.access.authenticate(token)
      const heard = new Promise<void>((resolve) => void room.store.listen('access', () => resolve()).then(revoke))
      function revoke(): void {
        void room.access.revokeToken('acme', id, 'operator')
      }
      await heard
      await assert.rejects(room.access.authenticate(token), code('token_revoked'))
      await closeRoom(room)
    })

    test('a token is revoked once, and only within its tenant', async () => {
      const room = await openRoom(open)
      await room.access.createPrincipal(BOT, 'operator')
      const { id } = await room.access.createToken('acme', 'bot', 'operator')
      await assert.rejects(room.access.revokeToken('globex', id, 'operator'), code('unknown_token_id'))
      await room.access.revokeToken('acme', id, 'operator')
      await assert.rejects(room.access.revokeToken('acme', id, 'operator'), code('unknown_token_id'))
      await closeRoom(room)
    })
  })
  describe('access: principals', () => principals(open))
}

function principals(open: () => Promise<Store>): void {
  test('a principal is created once and changed as a whole, except for its kind', async () => {
    const room = await openRoom(open)
    await room.access.createPrincipal(BOT, 'operator')
    await assert.rejects(room.access.createPrincipal(BOT, 'operator'), code('principal_exists'))
    await room.access.changePrincipal({ ...BOT, roles: ['enforcer'], tier: 2 }, 'operator')
    assert.deepEqual(await room.access.findPrincipal('acme', 'bot'), { ...BOT, roles: ['enforcer'], tier: 2 })
    await assert.rejects(room.access.changePrincipal({ ...BOT, kind: 'person' }, 'operator'), code('principal_kind'))
    await assert.rejects(room.access.changePrincipal({ ...BOT, id: 'cat' }, 'operator'), code('unknown_principal'))
    await closeRoom(room)
  })

  test('ids that could be mistaken for one another are refused', async () => {
    const room = await openRoom(open)
    for (const id of ['Bot', 'bоt', '', 'a b', '.bot', 'b'.repeat(129)]) {
      await assert.rejects(room.access.createPrincipal({ ...BOT, id }, 'operator'), code('invalid_principal'))
    }
    await assert.rejects(room.access.createPrincipal({ ...BOT, roles: ['Admin'] }, 'o'), code('invalid_principal'))
    await assert.rejects(room.access.createPrincipal({ ...BOT, tenant: 'ACME' }, 'o'), code('invalid_tenant'))
    await closeRoom(room)
  })

  test('a tenant sees nothing of another', async () => {
    const room = await openRoom(open)
    await room.access.createPrincipal(BOT, 'operator')
    await room.access.createToken('acme', 'bot', 'operator')
    assert.equal(await room.access.findPrincipal('globex', 'bot'), undefined)
    assert.deepEqual(await room.access.listPrincipals('globex'), [])
    assert.deepEqual(await room.access.listTokens('globex'), [])
    await assert.rejects(room.access.createToken('globex', 'bot', 'operator'), code('unknown_principal'))
    const { rows } = await sql`select 1 from tokens union all select 1 from principals`.execute(room.store.app)
    assert.deepEqual(rows, [])
    await closeRoom(room)
  })

  test('every change leaves one leaf', async () => {
    const room = await openRoom(open)
    await room.access.createPrincipal(BOT, 'operator')
    const { id } = await room.access.createToken('acme', 'bot', 'operator')
    await room.access.changePrincipal({ ...BOT, tier: 2 }, 'operator')
    await room.access.revokeToken('acme', id, 'operator')
    const leaves = await inTenant(room.store.sequencer, 'acme', (tx) =>
      tx.selectFrom('pending').select('type').orderBy('seq').execute(),
    )
    assert.deepEqual(
      leaves.map((leaf) => leaf.type),
      ['access.principal_created', 'access.token_created', 'access.principal_changed', 'access.token_revoked'],
    )
    await closeRoom(room)
  })

  test('the first start gives one admin with one token, and later starts none', async () => {
    const room = await openRoom(open)
    const [first, second] = await Promise.all([bootstrapAdmin(room.deps), bootstrapAdmin(room.deps)])
    const made = first ?? second
    assert.ok(made !== null && (first === null || second === null))
    const admin = await room.access.authenticate(made.token)
    assert.deepEqual([admin.tenant, admin.id, admin.roles], ['default', 'admin', ['admin']])
    assert.equal(await bootstrapAdmin(room.deps), null)
    await closeRoom(room)
  })

  test('where the operator has made an admin of another name, no second one appears', async () => {
    const room = await openRoom(open)
    const root: Principal = { tenant: 'default', id: 'root', kind: 'person', roles: ['auditor', 'admin'], tier: 0 }
    await room.access.createPrincipal(root, 'operator')
    assert.equal(await bootstrapAdmin(room.deps), null)
    assert.deepEqual(await room.access.listPrincipals('default'), [root])
    assert.deepEqual(await room.access.listTenants(), ['default'])
    await closeRoom(room)
  })
}

/** Every row the room and the ledger hold of tenant `acme`, as one text. */
async function everything(store: Store): Promise<string> {
  const texts = await inTenant(store.sequencer, 'acme', async (tx) => {
    const { rows } = await sql<{ leaf: Uint8Array }>`select leaf from pending`.execute(tx)
    return rows.map((row) => Buffer.from(row.leaf).toString())
  })
  const rows = await inTenant(store.app, 'acme', (tx) => sql`select t::text from tokens t`.execute(tx))
  return JSON.stringify([texts, rows.rows])
}
