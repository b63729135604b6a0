// What the policy room must do on every store.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { decide } from '@sallyport/core'
import { openAccess } from '../access/service.ts'
import type { Refusal } from '../refusal.ts'
import { inTenant, type Store } from '../store/database.ts'
import { openActivePolicies } from './active-policies.ts'
import { openPolicy, type PolicyDeps, type PolicyService } from './service.ts'

const NOW = Date.UTC(2026, 0, 2)
/** No poll of its own within a test. */
const NEVER_MS = 3_600_000
const ALLOW = 'version: v1\nrules:\n  - { id: all, decision: ALLOW, reason: fine }\n'
const DENY = 'version: v1\nrules:\n  - { id: none, decision: DENY, reason: frozen }\n'

interface Room {
  readonly store: Store
  readonly deps: PolicyDeps
  readonly policy: PolicyService
}

async function openRoom(open: () => Promise<Store>): Promise<Room> {
  const store = await open()
  const clock = { store, now: () => NOW, random: randomBytes }
  const access = await openAccess(clock)
  for (const tenant of ['acme', 'globex']) {
    await access.createPrincipal({ tenant, id: 'ada', kind: 'person', roles: ['admin'], tier: 0 }, 'test')
  }
  await access.close()
  const deps = { ...clock, failed: (error: unknown) => assert.ifError(error) }
  return { store, deps, policy: await openPolicy(deps) }
}

async function closeRoom({ policy, store }: Room): Promise<void> {
  await policy.close()
  await store.close()
}

const code = (expected: string) => (error: unknown) => (error as Refusal).code === expected
const because = (bundle: string) => ({ bundle, reason: 'a test', by: 'ada' })

async function decisionOf(policy: Pick<PolicyService, 'current'>, tenant = 'acme'): Promise<string> {
  const { matcher } = await policy.current(tenant)
  return decide(matcher, { tenant, agent: 'bot', action: 'read:file', ts: NOW }).decision
}

/** Declares the policy room's conformance tests. */
export function policyConformance(open: () => Promise<Store>): void {
  describe('policy: versions', () => {
    test('a tenant without a policy is denied everything, and told why', async () => {
      const room = await openRoom(open)
      const { matcher, epoch } = await room.policy.current('acme')
      const decision = decide(matcher, { tenant: 'acme', agent: 'bot', action: 'read:file', ts: NOW })
      assert.equal(decision.decision, 'DENY')
      assert.match(decision.reason, /no active policy/)
      assert.equal(epoch, 0)
      await assert.rejects(room.policy.readActive('acme'), code('no_active_policy'))
      await closeRoom(room)
    })

    test('storing decides nothing, activating does', async () => {
      const room = await openRoom(open)
      const stored = await room.policy.add('acme', because(ALLOW))
      assert.equal(stored.version, 1)
      assert.equal(await decisionOf(room.policy), 'DENY')
      const activation = await room.policy.activate('acme', 1, 'go', 'ada')
      assert.deepEqual(activation, { version: 1, policy_hash: stored.policy_hash, epoch: 1 })
      const current = await room.policy.current('acme', activation.epoch)
      assert.deepEqual([current.epoch, current.policy_hash], [1, stored.policy_hash])
      assert.equal(await decisionOf(room.policy), 'ALLOW')
      await closeRoom(room)
    })

    test('an invalid bundle is refused with every error and its place, and nothing is stored', async () => {
      const room = await openRoom(open)
      const bundle = 'version: v1\nrules:\n  - { id: a, decision: PERMIT }\n  - { id: b, decison: ALLOW }\n'
      await assert.rejects(room.policy.replace('acme', because(bundle)), (error: Refusal) => {
        const errors = error.extra.errors as readonly { line: number; column: number; message: string }[]
        assert.equal(error.code, 'invalid_policy')
        assert.deepEqual([...new Set(errors.map(({ line }) => line))], [3, 4])
        return true
      })
      assert.deepEqual(await room.policy.list('acme'), { head: null, versions: [] })
      await closeRoom(room)
    })

    test('an older version can be activated again, and every activation has an epoch of its own', async () => {
      const room = await openRoom(open)
      await room.policy.replace('acme', because(ALLOW))
      await room.policy.replace('acme', because(DENY))
      const back = await room.policy.activate('acme', 1, 'roll back', 'ada')
      assert.equal(back.epoch, 3)
      await room.policy.current('acme', 3)
      assert.equal(await decisionOf(room.policy), 'ALLOW')
      const { versions } = await room.policy.list('acme')
      assert.deepEqual(
        versions.map((row) => row.version),
        [2, 1],
      )
      await assert.rejects(room.policy.activate('acme', 9, 'go', 'ada'), code('unknown_policy_version'))
      await closeRoom(room)
    })

    test('concurrent activations take versions and epochs one after the other', async () => {
      const room = await openRoom(open)
      const made = await Promise.all([1, 2, 3, 4].map(() => room.policy.replace('acme', because(ALLOW))))
      assert.deepEqual(made.map((one) => one.version).sort(), [1, 2, 3, 4])
      assert.deepEqual(made.map((one) => one.epoch).sort(), [1, 2, 3, 4])
      await closeRoom(room)
    })
  })
  describe('policy: record and refresh', () => recordAndRefresh(open))
}

function recordAndRefresh(open: () => Promise<Store>): void {
  test('who, when and why are in the ledger, the reason only as a commitment', async () => {
    const room = await openRoom(open)
    await room.policy.replace('acme', { bundle: ALLOW, reason: 'because Eve asked', by: 'ada' })
    const leaves = await inTenant(room.store.sequencer, 'acme', (tx) =>
      tx
        .selectFrom('pending')
        .select(['type', 'leaf', 'at'])
        .where('type', 'like', 'policy.%')
        .orderBy('seq')
        .execute(),
    )
    assert.deepEqual(
      leaves.map((leaf) => leaf.type),
      ['policy.stored', 'policy.activated'],
    )
    for (const { leaf, at } of leaves) {
      const text = Buffer.from(leaf).toString()
      assert.match(text, /"by":"ada"/)
      assert.doesNotMatch(text, /Eve/)
      assert.equal(at.getTime(), NOW)
    }
    await closeRoom(room)
  })

  test('a tenant neither sees nor is decided by the policy of another', async () => {
    const room = await openRoom(open)
    await room.policy.replace('acme', because(ALLOW))
    assert.equal(await decisionOf(room.policy, 'globex'), 'DENY')
    assert.deepEqual(await room.policy.list('globex'), { head: null, versions: [] })
    await assert.rejects(room.policy.read('globex', 1), code('unknown_policy_version'))
    await closeRoom(room)
  })

  test('a replica that hears nothing follows by polling', async () => {
    const room = await openRoom(open)
    const deaf = { ...room.store, listen: async () => async () => undefined }
    const replica = await openActivePolicies(deaf, room.deps.failed, NEVER_MS)
    assert.equal(await decisionOf(replica), 'DENY')
    await room.policy.replace('acme', because(ALLOW))
    await replica.poll()
    assert.equal(await decisionOf(replica), 'ALLOW')
    await replica.close()
    await closeRoom(room)
  })

  test('a replica is told of an activation', async () => {
    const room = await openRoom(open)
    const replica = await openPolicy(room.deps)
    await replica.current('acme')
    await room.policy.replace('acme', because(ALLOW))
    const deadline = Date.now() + 5000
    while ((await decisionOf(replica)) !== 'ALLOW' && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    assert.equal(await decisionOf(replica), 'ALLOW')
    await replica.close()
    await closeRoom(room)
  })

  test('asking for an epoch that is newer than the cache loads the policy first', async () => {
    const room = await openRoom(open)
    const deaf = { ...room.store, listen: async () => async () => undefined }
    const replica = await openActivePolicies(deaf, room.deps.failed, NEVER_MS)
    await replica.current('acme')
    const { epoch } = await room.policy.replace('acme', because(ALLOW))
    assert.equal((await replica.current('acme')).epoch, 0)
    assert.equal((await replica.current('acme', epoch)).epoch, epoch)
    await replica.close()
    await closeRoom(room)
  })

  test('stored text that now means something else denies everything', async () => {
    const room = await openRoom(open)
    await room.policy.replace('acme', because(ALLOW))
    await inTenant(room.store.app, 'acme', (tx) =>
      tx
        .insertInto('policies')
        .values({
          tenant_id: 'acme',
          version: 2,
          bundle: ALLOW,
          policy_hash: 'f'.repeat(64),
          reason: 'written by another release',
          created_at: new Date(NOW),
          created_by: 'ada',
        })
        .execute(),
    )
    await assert.rejects(room.policy.activate('acme', 2, 'go', 'ada'), code('policy_reads_differently'))
    await inTenant(room.store.app, 'acme', (tx) =>
      tx.updateTable('policy_heads').set({ active_version: 2, epoch: 2 }).where('tenant_id', '=', 'acme').execute(),
    )
    await room.policy.current('acme', 2)
    assert.equal(await decisionOf(room.policy), 'DENY')
    await closeRoom(room)
  })

  test('a stored version can be neither changed nor deleted by the services', async () => {
    const room = await openRoom(open)
    await room.policy.add('acme', because(ALLOW))
    const change = inTenant(room.store.app, 'acme', (tx) => tx.updateTable('policies').set({ bundle: DENY }).execute())
    await assert.rejects(change, /permission denied/)
    const remove = inTenant(room.store.app, 'acme', (tx) => tx.deleteFrom('policies').execute())
    await assert.rejects(remove, /permission denied/)
    await closeRoom(room)
  })
}
