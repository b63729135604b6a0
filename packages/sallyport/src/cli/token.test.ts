// `token create` makes the principal it needs, and never changes one that exists.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { type AccessService, openAccess } from '../access/service.ts'
import type { Refusal } from '../refusal.ts'
import type { Store } from '../store/database.ts'
import { openMemoryStore } from '../store/memory-store.ts'
import { createToken } from './token.ts'

const NOW = Date.UTC(2026, 0, 2)

let store: Store
let access: AccessService
before(async () => {
  store = await openMemoryStore()
  access = await openAccess({ store, now: () => NOW, random: randomBytes })
})
after(async () => {
  await access.close()
  await store.close()
})

test('a new principal is made as the flags describe it', async () => {
  const flags = { tenant: 'acme', principal: 'ann', kind: 'person', role: ['approver', 'finance'] } as const
  const { token } = await createToken(access, flags, NOW)
  const expected = { tenant: 'acme', id: 'ann', kind: 'person', roles: ['approver', 'finance'], tier: 0 }
  assert.deepEqual(await access.authenticate(token), expected)
})

test('a further token needs no flags, and flags that agree do no harm', async () => {
  const first = await createToken(access, { tenant: 'acme', principal: 'ann' }, NOW)
  const same = { tenant: 'acme', principal: 'ann', kind: 'person', role: ['finance', 'approver'], tier: '0' } as const
  const second = await createToken(access, same, NOW)
  assert.notEqual(first.token, second.token)
})

test('flags that disagree with the principal are refused, whichever it is', async () => {
  for (const flag of [{ kind: 'agent' }, { role: ['admin'] }, { tier: '2' }] as const) {
    await assert.rejects(
      createToken(access, { tenant: 'acme', principal: 'ann', ...flag }, NOW),
      (error: Refusal) => error.code === 'principal_exists',
    )
  }
})

test('days become a moment', async () => {
  const { expires_at } = await createToken(access, { tenant: 'acme', principal: 'ann', days: 2 }, NOW)
  assert.equal(expires_at, NOW + 2 * 86_400_000)
})
