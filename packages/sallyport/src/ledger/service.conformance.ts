// What readers of the ledger get on every store: proofs that hold, stories in order, tiles that fit, their own tenant only.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  decodeBundle,
  fromBase64,
  parseTlogProof,
  parseVerifierKey,
  readCheckpoint,
  verifyConsistency,
  verifyTlogProof,
} from '@sallyport/core'
import type { Store } from '../store/database.ts'
import { ed25519Verify } from './ed25519.ts'
import { FIXTURE_TIME, fixtureLeaf, ledgerFixture } from './ledger-fixture.ts'
import { sealAll } from './sequencer.ts'
import { createLedgerService, type LedgerService } from './service.ts'
import { sha256 } from './sha256.ts'
import { uuidv7 } from './uuid.ts'

/** Declares the conformance tests of the ledger service. */
export function ledgerServiceConformance(open: () => Promise<Store>): void {
  describe('ledger service', () => {
    const fixture = ledgerFixture()
    let store: Store
    let ledger: LedgerService
    before(async () => {
      store = await open()
      ledger = createLedgerService(store.app)
    })
    after(async () => {
      await store.close()
      fixture.remove()
    })

    test('any entry of a log that grew in uneven batches proves itself', async () => {
      const leaves = []
      for (const count of [1, 2, 300, 255, 3]) leaves.push(...(await fixture.seal(store, 'proofs', count)))
      const [log] = await ledger.logs('proofs')
      const keys = [parseVerifierKey(log!.verifier_key, sha256)!]
      for (const index of [0, 1, 2, 255, 256, 511, 512, 557, 560]) {
        const found = await ledger.entry('proofs', leaves[index]!.id)
        assert.equal(found.index, index)
        const proof = parseTlogProof(found.proof)!
        const shown = verifyTlogProof(proof, fromBase64(found.bytes)!, keys, sha256, ed25519Verify)
        assert.deepEqual(shown.ok && [shown.index, shown.checkpoint.size], [index, 561])
      }
    })

    test('heads of one log are consistent with each other', async () => {
      const notes = []
      for (const count of [5, 300, 700]) {
        await fixture.seal(store, 'heads', count)
        notes.push(await ledger.latestCheckpoint('heads'))
      }
      const [log] = await ledger.logs('heads')
      const heads = notes.map((note) => readCheckpoint(note)!)
      for (const [a, b] of [
        [0, 1],
        [1, 2],
        [0, 2],
        [2, 2],
      ] as const) {
        const proof = await ledger.consistency('heads', log!.id, heads[a]!.size, heads[b]!.size)
        assert.ok(
          verifyConsistency(
            heads[a]!,
            heads[b]!,
            proof.map((hash) => fromBase64(hash)!),
            sha256,
          ),
        )
      }
      await assert.rejects(ledger.consistency('heads', log!.id, 1, 2_000), { code: 'unknown_tree_size' })
    })

    test('tiles and bundles have the widths that the size asks for', async () => {
      const leaves = await fixture.seal(store, 'tiles', 300)
      const [log] = await ledger.logs('tiles')
      const tile = (level: number | 'entries', index: number, width: number) =>
        ledger.tile('tiles', log!.id, { level, index, width })
      assert.equal((await tile(0, 0, 256)).length, 8_192)
      assert.equal((await tile(0, 1, 44)).length, 44 * 32)
      assert.equal((await tile(1, 0, 1)).length, 32)
      const bundle = decodeBundle(await tile('entries', 1, 44))
      assert.equal(JSON.parse(Buffer.from(bundle!.at(-1)!).toString()).id, leaves.at(-1)!.id)
      await assert.rejects(tile(0, 1, 45), { code: 'unknown_tile' })
      await assert.rejects(tile(1, 0, 2), { code: 'unknown_tile' })
    })

    test('one story is found from its action, any leaf or its approval, sealed or not', async () => {
      const thread = uuidv7(FIXTURE_TIME)
      const approval = uuidv7(FIXTURE_TIME + 2)
      const grant = fixtureLeaf({ type: 'approval.grant_created', at: FIXTURE_TIME - 9 })
      const asked = fixtureLeaf({ thread, body: { text: '\u0000 "parents":[' } })
      const decided = fixtureLeaf({ thread, type: 'action.decided', parents: [asked.id], at: FIXTURE_TIME + 1 })
      const parents = [decided.id, grant.id]
      const held = fixtureLeaf({
        thread,
        type: 'approval.requested',
        parents,
        at: FIXTURE_TIME + 2,
        body: { approval },
      })
      await fixture.record(store, 'story', [grant, asked, decided, held, fixtureLeaf()])
      await sealAll(store.sequencer, fixture.deps)
      const voted = fixtureLeaf({ thread, type: 'approval.voted', parents: [held.id], at: FIXTURE_TIME - 1 })
      await fixture.record(store, 'story', [voted])
      for (const id of [thread, decided.id, approval, voted.id]) {
        const told = await ledger.timeline('story', id)
        assert.deepEqual(
          told.map((leaf) => [leaf.id, leaf.sealed?.index ?? null]),
          [
            [grant.id, 0],
            [asked.id, 1],
            [decided.id, 2],
            [held.id, 3],
            [voted.id, null],
          ],
        )
      }
      await assert.rejects(ledger.timeline('story', uuidv7(1)), { code: 'unknown_leaf' })
      await assert.rejects(ledger.timeline('story', 'x'), { code: 'malformed_id' })
      await assert.rejects(ledger.entry('story', voted.id), { code: 'leaf_pending' })
    })

    test('a tenant sees nothing of another', async () => {
      const [leaf] = await fixture.seal(store, 'mine', 1)
      const [log] = await ledger.logs('mine')
      assert.deepEqual(await ledger.logs('theirs'), [])
      await assert.rejects(ledger.entry('theirs', leaf!.id), { code: 'unknown_leaf' })
      await assert.rejects(ledger.timeline('theirs', leaf!.id), { code: 'unknown_leaf' })
      await assert.rejects(ledger.checkpoint('theirs', log!.id), { code: 'unknown_log' })
      await assert.rejects(ledger.latestCheckpoint('theirs'), { code: 'ledger_empty' })
    })
  })
}
