// Tamper drills on every store: the owner of the database switches the guards off and changes the past; it is found and named.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { LeafInput } from '@sallyport/core'
import { type RawBuilder, sql } from 'kysely'
import { type Database, inTenant, type Store } from '../store/database.ts'
import { FIXTURE_TIME, fixtureLeaf, ledgerFixture } from './ledger-fixture.ts'
import { sealAll } from './sequencer.ts'
import { verifyDatabase } from './verify-database.ts'

/** A store whose owner a test can act as. */
export interface OwnedStore extends Store {
  readonly owner: Database
}

/** Declares the tamper drills. */
export function tamperConformance(open: () => Promise<OwnedStore>): void {
  describe('tamper drills', () => {
    const fixture = ledgerFixture()
    const { heads } = fixture.deps
    let store: OwnedStore
    before(async () => {
      store = await open()
    })
    after(async () => {
      await store.close()
      fixture.remove()
    })

    const findings = async (tenant: string) => {
      const { outcome, findings: found } = await verifyDatabase(store.app, tenant, { heads })
      return [outcome, ...found.map(({ code, index }) => `${code} ${index}`).sort()]
    }
    // Three batches, so that hashes and checkpoints of several sizes are there.
    const prepare = async (tenant: string): Promise<readonly LeafInput[]> => {
      const leaves = []
      for (const count of [3, 300, 4]) leaves.push(...(await fixture.seal(store, tenant, count)))
      assert.deepEqual(await findings(tenant), ['ok'])
      return leaves
    }
    const tamper = (table: string, change: RawBuilder<unknown>): Promise<void> =>
      store.owner.transaction().execute(async (tx) => {
        await sql`alter table ${sql.table(table)} disable trigger user`.execute(tx)
        await change.execute(tx)
        await sql`alter table ${sql.table(table)} enable trigger user`.execute(tx)
      })

    test('a changed leaf', async () => {
      await prepare('changed')
      await tamper(
        'entries_2026',
        sql`update entries_2026 set leaf = overlay(leaf placing '7' from 30) where idx = 17 and tenant_id = 'changed'`,
      )
      assert.deepEqual(await findings('changed'), ['tampered', 'leaf_changed 17'])
    })

    test('a changed column beside an intact leaf', async () => {
      await prepare('column')
      await tamper(
        'entries_2026',
        sql`update entries_2026 set type = 'action.settled' where idx = 5 and tenant_id = 'column'`,
      )
      assert.deepEqual(await findings('column'), ['tampered', 'columns_changed 5'])
    })

    test('a deleted leaf', async () => {
      await prepare('deleted')
      await tamper('entries_2026', sql`delete from entries_2026 where idx in (2, 306) and tenant_id = 'deleted'`)
      assert.deepEqual(await findings('deleted'), ['tampered', 'leaf_missing 2', 'leaf_missing 306'])
    })

    test('two swapped leaves', async () => {
      await prepare('swapped')
      const swap = sql`update entries_2026 set idx = -1 - idx where idx in (10, 20) and tenant_id = 'swapped'`
      await tamper('entries_2026', swap)
      await tamper('entries_2026', sql`update entries_2026 set idx = 31 + idx where idx < 0 and tenant_id = 'swapped'`)
      assert.deepEqual(await findings('swapped'), ['tampered', 'leaf_moved 10', 'leaf_moved 20'])
    })

    test('an added leaf', async () => {
      await prepare('added')
      const copy = sql`insert into entries select log_id, idx + 300, tenant_id, id, thread, type, at, leaf from entries
        where idx = 9 and tenant_id = 'added'`
      await tamper('entries', copy)
      assert.deepEqual(await findings('added'), ['tampered', 'leaf_added 309'])
    })

    test('a leaf changed together with the hash beside its checkpoint', async () => {
      await prepare('rehashed')
      await tamper(
        'entries_2026',
        sql`update entries_2026 set leaf = overlay(leaf placing '7' from 30) where idx = 4 and tenant_id = 'rehashed'`,
      )
      const forged = sql`update checkpoints set leaf_hashes = overlay(leaf_hashes placing sha256('\\x00'::bytea || (
        select leaf from entries where idx = 4 and tenant_id = 'rehashed')) from 33) where first = 3 and tenant_id = 'rehashed'`
      await tamper('checkpoints', forged)
      assert.deepEqual(await findings('rehashed'), ['tampered', 'root_mismatch 3'])
    })

    test('a changed root, a changed note, a missing checkpoint', async () => {
      for (const tenant of ['root', 'note', 'gap']) await prepare(tenant)
      await tamper(
        'checkpoints',
        sql`update checkpoints set root = sha256('x') where size = 303 and tenant_id = 'root'`,
      )
      await tamper(
        'checkpoints',
        sql`update checkpoints set note = replace(note, '303', '302') where size = 303 and tenant_id = 'note'`,
      )
      await tamper('checkpoints', sql`delete from checkpoints where size = 303 and tenant_id = 'gap'`)
      assert.deepEqual(await findings('root'), ['tampered', 'root_mismatch 3'])
      assert.deepEqual(await findings('note'), ['tampered', 'checkpoint_forged 3'])
      assert.deepEqual(await findings('gap'), ['tampered', 'checkpoint_missing 3'])
    })

    test('a changed tile', async () => {
      await prepare('tile')
      await tamper('tiles', sql`update tiles set hash = sha256('x') where tenant_id = 'tile'`)
      assert.deepEqual(await findings('tile'), ['tampered', 'tile_changed 0'])
    })

    test('a log cut off cleanly is found by its published head', async () => {
      await prepare('cut')
      await tamper('entries_2026', sql`delete from entries_2026 where idx >= 303 and tenant_id = 'cut'`)
      await tamper('checkpoints', sql`delete from checkpoints where size > 303 and tenant_id = 'cut'`)
      await sql`update logs set size = 303 where tenant_id = 'cut'`.execute(store.owner)
      assert.deepEqual(await findings('cut'), ['tampered', 'published_head_lost 307'])
    })

    test('since a checkpoint only what came after is read, unless the log no longer begins with it', async () => {
      await fixture.seal(store, 'since', 300)
      const since = heads.latest('test.example/ledger/since/2026')!
      await fixture.seal(store, 'since', 50)
      assert.equal((await verifyDatabase(store.app, 'since', { since })).records, 50)
      await tamper(
        'checkpoints',
        sql`update checkpoints set leaf_hashes = overlay(leaf_hashes placing '\\x00' from 1)
        where first = 0 and tenant_id = 'since'`,
      )
      await tamper('tiles', sql`update tiles set hash = sha256('x') where tenant_id = 'since'`)
      const { findings: found } = await verifyDatabase(store.app, 'since', { since })
      assert.deepEqual(
        found.map(({ code }) => code),
        ['head_lost'],
      )
    })

    test('a changed disclosure is tampering, a destroyed one is erased', async () => {
      const leaf = fixtureLeaf({ disclosed: { why: 'because', who: 'Ada' }, at: FIXTURE_TIME })
      await fixture.record(store, 'disclosed', [leaf])
      await sealAll(store.sequencer, fixture.deps)
      await sql`delete from disclosures where name = 'who' and tenant_id = 'disclosed'`.execute(store.owner)
      assert.deepEqual(await findings('disclosed'), ['erased', 'disclosure_erased 0'])
      await sql`update disclosures set value = '"x"' where name = 'why' and tenant_id = 'disclosed'`.execute(
        store.owner,
      )
      assert.deepEqual(await findings('disclosed'), ['tampered', 'disclosure_changed 0', 'disclosure_erased 0'])
    })
  })

  describe('append-only', () => {
    let store: OwnedStore
    const fixture = ledgerFixture()
    before(async () => {
      store = await open()
      await fixture.seal(store, 'guarded', 257)
    })
    after(async () => {
      await store.close()
      fixture.remove()
    })

    for (const table of ['entries', 'entries_2026', 'checkpoints', 'tiles']) {
      test(`${table} refuses change even from its owner`, async () => {
        const name = sql.table(table)
        for (const change of [
          sql`update ${name} set tenant_id = 'x'`,
          sql`delete from ${name}`,
          sql`truncate ${name}`,
        ]) {
          await assert.rejects(change.execute(store.owner), /the ledger is append-only/)
        }
      })
      test(`the services may not write ${table}, the sequencer may only add`, async () => {
        const name = sql.table(table)
        const adding = sql`insert into ${name} select * from ${name}`
        for (const change of [sql`update ${name} set tenant_id = 'x'`, sql`delete from ${name}`, adding]) {
          const attempt = inTenant(store.app, 'guarded', (tx) => change.execute(tx))
          await assert.rejects(attempt, /permission denied/)
        }
        await assert.rejects(sql`delete from ${name}`.execute(store.sequencer), /permission denied/)
        await assert.rejects(sql`update ${name} set tenant_id = 'x'`.execute(store.sequencer), /permission denied/)
      })
    }
  })
}
