// What the approval room must do on every store: who may vote, on what, how often, and what a grant mints.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { ApprovalDemand } from '@sallyport/core'
import type { Principal } from '../access/principal.ts'
import { uuidv7 } from '../ledger/uuid.ts'
import { inTenant, type Store } from '../store/database.ts'
import type { HeldApproval } from './held-approval.ts'
import type { ApprovalRequest } from './hold.ts'
import { type ApprovalService, openApprovals } from './service.ts'

const START = Date.UTC(2026, 10, 21)
const HASH = 'a'.repeat(64)
const ONE: ApprovalDemand = { all_of: [{ roles: ['approver'], quorum: 1 }], ttl_ms: 60_000 }
const TWO: ApprovalDemand = { all_of: [{ roles: ['approver'], quorum: 2 }], ttl_ms: 60_000 }

const person = (id: string, ...roles: string[]): Principal => ({ id, tenant: 'acme', kind: 'person', roles, tier: 0 })
const ann = person('ann', 'approver')
const bob = person('bob', 'approver')
const eve = person('eve', 'auditor')
const bot: Principal = { ...ann, id: 'bot', kind: 'agent' }
const yes = { verdict: 'approve', reason: 'looks fine to Ada', action_hash: HASH } as const

/** Declares the approval room's conformance tests. */
export function approvalConformance(open: () => Promise<Store>): void {
  describe('approval', () => {
    let store: Store
    let approvals: ApprovalService
    const clock = { now: START }
    before(async () => {
      store = await open()
      approvals = await openApprovals({ store, now: () => clock.now, random: randomBytes })
    })
    after(async () => {
      await approvals.shut()
      await store.close()
    })

    let asked = 0
    const request = (part: Partial<ApprovalRequest> = {}): ApprovalRequest => {
      asked += 1
      const fresh = { id: uuidv7(clock.now), action_id: uuidv7(clock.now), parent: uuidv7(clock.now) }
      const bound = { tenant: 'acme', requester: `bot-${asked}`, action_hash: HASH, policy_hash: HASH }
      return { ...fresh, ...bound, demand: ONE, shown: { tool: 'fs.edit' }, ...part }
    }
    const hold = async (part: Partial<ApprovalRequest> = {}): Promise<HeldApproval> => {
      const held = await inTenant(store.app, 'acme', (tx) => approvals.open(tx, request(part)))
      assert.ok(held)
      return held
    }
    const refused = (voter: Principal, held: HeldApproval, code: string, ballot = {}) =>
      assert.rejects(approvals.vote(voter, held.id, { ...yes, ...ballot }), { code })

    test('only people with a fitting role vote, never on their own action, and once each', async () => {
      const held = await hold({ requester: 'ann', demand: TWO })
      await refused(bot, held, 'approval_not_a_person')
      await refused(ann, held, 'approval_self')
      await refused(eve, held, 'approval_role_missing')
      assert.equal((await approvals.vote(bob, held.id, yes)).status, 'pending')
      await refused(bob, held, 'approval_voted')
      const granted = await approvals.vote(person('cat', 'approver'), held.id, yes)
      assert.equal(granted.status, 'granted')
      await refused(person('dan', 'approver'), held, 'approval_not_pending')
    })

    test('a vote is for what was shown, while it can still be used', async () => {
      const held = await hold()
      await refused(ann, held, 'approval_action_changed', { action_hash: 'b'.repeat(64) })
      clock.now += ONE.ttl_ms
      await refused(ann, held, 'approval_not_pending')
      await refused({ ...ann, tenant: 'globex' }, held, 'unknown_approval')
    })

    test('one rejection ends it', async () => {
      const held = await hold({ demand: TWO })
      await approvals.vote(ann, held.id, yes)
      assert.equal((await approvals.vote(bob, held.id, { ...yes, verdict: 'reject' })).status, 'rejected')
    })

    test('two votes at the same moment both count', async () => {
      const held = await hold({ demand: TWO })
      const results = await Promise.all([approvals.vote(ann, held.id, yes), approvals.vote(bob, held.id, yes)])
      assert.deepEqual(results.map((result) => result.status).sort(), ['granted', 'pending'])
    })

    test('an identical action has one open approval at a time', async () => {
      const held = await hold({ requester: 'twin' })
      const second = await inTenant(store.app, 'acme', (tx) => approvals.open(tx, request({ requester: 'twin' })))
      assert.equal(second, null)
      await inTenant(store.app, 'acme', (tx) => approvals.close(tx, held, 'superseded'))
      await hold({ requester: 'twin' })
    })

    test('the reason of a vote is in no leaf', async () => {
      const held = await hold()
      await approvals.vote(ann, held.id, yes)
      const leaves = await inTenant(store.app, 'acme', (tx) => tx.selectFrom('pending').select('leaf').execute())
      assert.ok(leaves.every(({ leaf }) => !Buffer.from(leaf).toString('utf8').includes('Ada')))
      assert.equal((await approvals.read(ann, held.id))?.votes[0]?.reason, yes.reason)
    })

    test('agents see their own approvals only', async () => {
      const held = await hold({ requester: 'mine' })
      const mine: Principal = { ...bot, id: 'mine' }
      assert.deepEqual(
        (await approvals.list(mine, { limit: 10 })).map(({ id }) => id),
        [held.id],
      )
      assert.equal(await approvals.read(bot, held.id), undefined)
      assert.ok((await approvals.list(ann, { limit: 100 })).length > 1)
    })

    const grant = { agent: 'worker', tool: 'fs.*', action: null, arguments: { required: ['path'] } }
    const bounds = { ...grant, max_uses: 2, ttl_ms: 60_000, reason: 'night shift' }
    const mint = (part: Partial<ApprovalRequest> = {}, args = { path: '/a' }) => {
      const wanted = request({ requester: 'worker', action_hash: uuidv7(clock.now), ...part })
      const use = { tenant: 'acme', agent: 'worker', tool: 'fs.edit', arguments: args }
      return inTenant(store.app, 'acme', (tx) => approvals.mint(tx, wanted, use))
    }

    test('a grant mints granted approvals within its bounds, and no more than it may', async () => {
      const made = await approvals.createGrant(ann, bounds)
      assert.equal(await mint({}, { other: 1 } as never), null)
      assert.equal(await mint({ demand: TWO }), null)
      const minted = await mint()
      assert.deepEqual([minted?.status, minted?.grant_id, minted?.votes[0]?.person], ['granted', made.id, 'ann'])
      assert.ok(await mint())
      assert.equal(await mint(), null)
      assert.equal((await approvals.listGrants(ann)).find(({ id }) => id === made.id)?.used, 2)
    })

    test('a grant ends with its time or when it is revoked', async () => {
      await approvals.createGrant(ann, bounds)
      clock.now += bounds.ttl_ms
      assert.equal(await mint(), null)
      const revoked = await approvals.createGrant(ann, bounds)
      await approvals.revokeGrant(bob, revoked.id)
      assert.equal(await mint(), null)
      await assert.rejects(approvals.revokeGrant(bob, revoked.id), { code: 'unknown_grant' })
    })

    test('only people grant, not to themselves, and not everything', async () => {
      const make = (by: Principal, part: object) => approvals.createGrant(by, { ...bounds, ...part })
      await assert.rejects(make(bot, {}), { code: 'approval_not_a_person' })
      await assert.rejects(make(ann, { agent: 'ann' }), { code: 'approval_self' })
      await assert.rejects(make(ann, { tool: '*' }), { code: 'grant_unbounded' })
    })
  })
}
