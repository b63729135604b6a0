// The loop: it seals what comes, slows writers down when it is behind, and leaves nothing behind when it stops.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { type MemoryStore, openMemoryStore } from '../store/memory-store.ts'
import { fixtureLeaf, ledgerFixture } from './ledger-fixture.ts'
import { pressureOf, startSequencer } from './sequencer-loop.ts'

const fixture = ledgerFixture()
let store: MemoryStore
before(async () => {
  store = await openMemoryStore()
})
after(async () => {
  await store.close()
  fixture.remove()
})

async function sealed(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from entries`.execute(store.owner)
  return rows[0]!.n
}

test('seals while it runs, goes on after an error, and seals the rest when it stops', async () => {
  const errors: unknown[] = []
  let broken = true
  const heads = {
    latest: (origin: string) => fixture.deps.heads.latest(origin),
    async publish(origin: string, note: string) {
      if (broken) throw new Error('disk full')
      await fixture.deps.heads.publish(origin, note)
    },
  }
  const pace = { interval_ms: 5, publish_ms: 5, failed: (error: unknown) => void errors.push(error) }
  const loop = startSequencer(store.sequencer, { ...fixture.deps, heads }, pace)
  await fixture.record(store, 'loop', [fixtureLeaf()])
  while (errors.length === 0) await sleep(5)
  broken = false
  await fixture.record(store, 'loop', [fixtureLeaf()])
  while ((await sealed()) < 2) await sleep(5)
  await fixture.record(store, 'loop', [fixtureLeaf()])
  await loop.stop()
  assert.equal(await sealed(), 3)
  assert.equal(heads.latest('test.example/ledger/loop/2026')?.split('\n')[1], '3')
})

test('pressure begins beyond four batches and has an upper bound', () => {
  assert.deepEqual([0, 20_000, 24_000, 40_000, 1e9].map(pressureOf), [0, 0, 100, 500, 2_000])
})
