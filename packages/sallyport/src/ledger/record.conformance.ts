// What recording must do alike on every store: in order, with the caller's transaction, never for another tenant.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { canonicalJson, commitment, type LeafInput } from '@sallyport/core'
import { inTenant, type Store } from '../store/database.ts'
import { record } from './record.ts'
import { sha256 } from './sha256.ts'
import { uuidv7 } from './uuid.ts'

const AT = Date.UTC(2026, 10, 21, 2, 3, 4, 567)

/** Declares the conformance tests of `record`. */
export function recordConformance(open: () => Promise<Store>): void {
  describe('record', () => {
    let store: Store
    before(async () => {
      store = await open()
    })
    after(() => store.close())

    test('leaves become pending in order, as the exact canonical bytes', async () => {
      const leaves = [leaf({ body: { n: 1 } }), leaf({ body: { n: 2 } })]
      await inTenant(store.app, 'acme-0', (tx) => record(tx, 'acme-0', leaves))
      const rows = await pending(store, 'acme-0')
      assert.deepEqual(
        rows.map((row) => [row.id, row.thread, row.type, row.at.getTime()]),
        leaves.map(({ id, thread, type, at }) => [id, thread, type, at]),
      )
      const { body, id, parents, thread, type } = leaves[0]!
      const expected = canonicalJson({ v: 1, tenant: 'acme-0', at: AT, body, id, parents, thread, type })
      assert.equal(Buffer.from(rows[0]!.leaf).toString(), expected)
    })

    test('a disclosed value is not in the leaf, but opens its commitment', async () => {
      const given = leaf({ disclosed: { reason: 'asked by Ada Lovelace' } })
      await inTenant(store.app, 'acme-1', (tx) => record(tx, 'acme-1', [given]))
      const [row] = await pending(store, 'acme-1')
      const text = Buffer.from(row!.leaf).toString()
      assert.ok(!text.includes('Lovelace'))
      const kept = await inTenant(store.app, 'acme-1', (tx) => tx.selectFrom('disclosures').selectAll().execute())
      assert.deepEqual(
        kept.map(({ leaf_id, name, value }) => [leaf_id, name, value]),
        [[given.id, 'reason', '"asked by Ada Lovelace"']],
      )
      assert.deepEqual(JSON.parse(text).commitments, { reason: commitment(kept[0]!, sha256) })
    })

    test('a transaction that fails records nothing', async () => {
      const failing = inTenant(store.app, 'acme-2', async (tx) => {
        await record(tx, 'acme-2', [leaf({ disclosed: { note: 'x' } })])
        throw new Error('changed my mind')
      })
      await assert.rejects(failing, /changed my mind/)
      assert.deepEqual(await pending(store, 'acme-2'), [])
    })

    test('a leaf that is too large is refused', async () => {
      const given = leaf({ body: { text: 'x'.repeat(40_000) } })
      await assert.rejects(
        inTenant(store.app, 'acme-3', (tx) => record(tx, 'acme-3', [given])),
        { code: 'leaf_too_large' },
      )
    })

    test('nobody records for another tenant, sees its leaves, or takes one back', async () => {
      await inTenant(store.app, 'acme-4', (tx) => record(tx, 'acme-4', [leaf({})]))
      await assert.rejects(
        inTenant(store.app, 'acme-4', (tx) => record(tx, 'other', [leaf({})])),
        /row-level security/,
      )
      assert.deepEqual(await pending(store, 'other'), [])
      await assert.rejects(
        inTenant(store.app, 'acme-4', (tx) => tx.deleteFrom('pending').execute()),
        /permission denied/,
      )
    })
  })
}

function leaf(part: Partial<LeafInput>): LeafInput {
  const id = uuidv7(AT)
  return { id, type: 'action.requested', thread: id, parents: [], at: AT, body: {}, ...part }
}

function pending(store: Store, tenant: string) {
  return inTenant(store.app, tenant, (tx) => tx.selectFrom('pending').selectAll().orderBy('seq').execute())
}
