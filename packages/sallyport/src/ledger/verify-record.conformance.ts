// One record on every store: proven from the database, proven from a file alone, and caught when it was touched.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { formatTlogProof, parseTlogProof, parseVerifierKey } from '@sallyport/core'
import { sql } from 'kysely'
import { fixtureLeaf, ledgerFixture } from './ledger-fixture.ts'
import { sealAll } from './sequencer.ts'
import { createLedgerService } from './service.ts'
import { sha256 } from './sha256.ts'
import type { OwnedStore } from './tamper.conformance.ts'
import type { Verification } from './verification.ts'
import { verifyProofFile, verifyRecord } from './verify-record.ts'

/** Declares the conformance tests of the verification of one record. */
export function verifyRecordConformance(open: () => Promise<OwnedStore>): void {
  describe('one record', () => {
    const fixture = ledgerFixture()
    let store: OwnedStore
    before(async () => {
      store = await open()
    })
    after(async () => {
      await store.close()
      fixture.remove()
    })
    const verify = (tenant: string, id: string) =>
      verifyRecord(store.app, tenant, id, ({ vkey }) => parseVerifierKey(vkey, sha256))
    const codes = ({ outcome, findings }: Verification) => [outcome, ...findings.map(({ code }) => code)]

    test('is proven, is still pending, or is unknown', async () => {
      const [leaf] = await fixture.seal(store, 'record', 5)
      const waiting = fixtureLeaf()
      await fixture.record(store, 'record', [waiting])
      assert.deepEqual(codes(await verify('record', leaf!.id)), ['ok'])
      assert.deepEqual(codes(await verify('record', waiting.id)), ['unverifiable', 'leaf_pending'])
      assert.deepEqual(codes(await verify('record', fixtureLeaf().id)), ['unverifiable', 'unknown_leaf'])
      assert.deepEqual(codes(await verifyRecord(store.app, 'record', leaf!.id, () => null)), [
        'unverifiable',
        'checkpoint_refused',
      ])
    })

    test('a value that was destroyed is erased, a record that was changed is tampered', async () => {
      const leaf = fixtureLeaf({ disclosed: { who: 'Ada' } })
      await fixture.record(store, 'touched', [leaf])
      await sealAll(store.sequencer, fixture.deps)
      await sql`delete from disclosures where leaf_id = ${leaf.id}`.execute(store.owner)
      assert.deepEqual(codes(await verify('touched', leaf.id)), ['erased', 'disclosure_erased'])
      await store.owner.transaction().execute(async (tx) => {
        await sql`alter table entries_2026 disable trigger user`.execute(tx)
        await sql`update entries_2026 set leaf = leaf || '\\x20' where id = ${leaf.id}`.execute(tx)
        await sql`alter table entries_2026 enable trigger user`.execute(tx)
      })
      assert.deepEqual(codes(await verify('touched', leaf.id)), ['tampered', 'not_included'])
    })

    test('a proof file speaks for itself, and for its record only', async () => {
      const [leaf] = await fixture.seal(store, 'file', 20)
      const { proof: text } = await createLedgerService(store.app).entry('file', leaf!.id)
      const keys = [fixture.deps.key.keyFor('test.example/ledger/file/2026')]
      assert.deepEqual(codes(verifyProofFile(text, null, keys)), ['ok'])
      assert.deepEqual(codes(verifyProofFile(text, Buffer.from('{}'), keys)), ['tampered', 'not_included'])
      assert.deepEqual(codes(verifyProofFile(text, null, [])), ['unverifiable', 'checkpoint_refused'])
      assert.deepEqual(codes(verifyProofFile('x', null, keys)), ['unverifiable', 'proof_unreadable'])
      const { extra: _, ...bare } = parseTlogProof(text)!
      assert.deepEqual(codes(verifyProofFile(formatTlogProof(bare), null, keys)), ['unverifiable', 'proof_unreadable'])
    })
  })
}
