// What sealing must do alike on every store: everything once, in order, signed, append-only, and never after a loss.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { openCheckpoint, parseVerifierKey, signNote } from '@sallyport/core'
import { inTenant, type Store, type Tx } from '../store/database.ts'
import { ed25519Verify } from './ed25519.ts'
import { checkSigningKey, type SequencerDeps } from './open-log.ts'
import { headsDirectory, publishedHistory } from './published-heads.ts'
import { record } from './record.ts'
import { sealAll, sealRound } from './sequencer.ts'
import { sha256 } from './sha256.ts'
import { signingKey } from './signing-key.ts'
import { uuidv7 } from './uuid.ts'

const AT = Date.UTC(2026, 10, 21)

/** Declares the conformance tests of the sequencer. */
export function sequencerConformance(open: () => Promise<Store>): void {
  describe('sequencer', () => {
    const directory = mkdtempSync(join(tmpdir(), 'sallyport-heads-'))
    const heads = headsDirectory(directory)
    const key = signingKey(generateKeyPairSync('ed25519').privateKey)
    const deps: SequencerDeps = { key, heads, origin_prefix: 'test.example/ledger', now: () => AT }
    let store: Store
    before(async () => {
      store = await open()
    })
    after(async () => {
      await store.close()
      rmSync(directory, { recursive: true })
    })

    test('seals every pending leaf once, in the order it was recorded, under one signed head', async () => {
      const ids = await recordMany(store, 'order', 700)
      assert.equal(await sealAll(store.sequencer, deps, 300), 700)
      assert.equal(await sealAll(store.sequencer, deps), 0)
      const sealed = await rows(store, 'order', entries)
      assert.deepEqual(
        sealed.map(({ idx, id }) => [idx, id]),
        ids.map((id, idx) => [idx, id]),
      )
      const [log] = await rows(store, 'order', logs)
      assert.equal(log?.origin, 'test.example/ledger/order/2026')
      const note = heads.latest(log!.origin)
      const checkpoint = openCheckpoint(note!, [parseVerifierKey(log!.vkey, sha256)!], ed25519Verify)
      assert.equal(checkpoint?.size, 700)
      assert.deepEqual(
        (await rows(store, 'order', tiles)).map(({ level, idx }) => [level, idx]),
        [
          [1, 0],
          [1, 1],
        ],
      )
    })

    test('each year has its log, and leaves of two years do not mix', async () => {
      await recordMany(store, 'years', 3, Date.UTC(2026, 11, 31, 23, 59, 59, 999))
      await recordMany(store, 'years', 2, Date.UTC(2027, 0, 1))
      await sealAll(store.sequencer, deps)
      const found = await rows(store, 'years', logs)
      assert.deepEqual(found.map(({ year, size }) => [year, size]).sort(), [
        [2026, 3],
        [2027, 2],
      ])
    })

    test('two replicas at once seal nothing twice and lose nothing', async () => {
      const ids = await recordMany(store, 'replicas', 400)
      const rounds = Array.from({ length: 24 }, () => sealRound(store.sequencer, deps, 25))
      await Promise.all(rounds)
      await sealAll(store.sequencer, deps)
      const sealed = await rows(store, 'replicas', entries)
      assert.deepEqual(
        sealed.map(({ id }) => id),
        ids,
      )
    })

    test('a replica with another key is told so and signs nothing', async () => {
      await recordMany(store, 'keys', 1)
      await sealAll(store.sequencer, deps)
      await recordMany(store, 'keys', 1)
      const other = { ...deps, key: signingKey(generateKeyPairSync('ed25519').privateKey) }
      await assert.rejects(sealAll(store.sequencer, other), { code: 'ledger_key_mismatch' })
      await assert.rejects(checkSigningKey(store.sequencer, other.key), { code: 'ledger_key_mismatch' })
      await checkSigningKey(store.sequencer, deps.key)
      assert.equal((await rows(store, 'keys', entries)).length, 1)
      await sealAll(store.sequencer, deps)
    })

    test('a published head that the database does not hold opens a new shard that embeds it', async () => {
      await recordMany(store, 'restored', 2)
      await sealAll(store.sequencer, deps)
      const origin = 'test.example/ledger/restored/2026'
      const before_loss = heads.latest(origin)!
      // Heads of a history that this database never had stand for those it lost.
      const lost = {
        ...deps,
        heads: { ...heads, latest: (of: string) => (of === origin ? forged(before_loss) : heads.latest(of)) },
      }
      const forged = (note: string) => longerHead(note, deps)
      await recordMany(store, 'restored', 1)
      await sealRound(store.sequencer, lost)
      const found = await rows(store, 'restored', logs)
      assert.deepEqual(found.map(({ shard, size, closed }) => [shard, size, closed]).sort(), [
        [1, 2, true],
        [2, 2, false],
      ])
      const [opening] = await inTenant(store.app, 'restored', (tx) =>
        tx.selectFrom('entries').selectAll().where('type', '=', 'ledger.shard_opened').execute(),
      )
      assert.equal(opening?.idx, 0)
      const leaf = JSON.parse(Buffer.from(opening!.leaf).toString())
      assert.equal(leaf.body.follows.size, 999)
      await sealAll(store.sequencer, lost)
    })

    test('publishes heads in order and keeps every one', async () => {
      for (let i = 0; i < 3; i++) {
        await recordMany(store, 'history', 1)
        await sealAll(store.sequencer, deps)
      }
      const sizes = publishedHistory(directory, 'test.example/ledger/history/2026').map((note) => note.split('\n')[1])
      assert.deepEqual(sizes, ['1', '2', '3'])
    })
  })
}

function longerHead(note: string, deps: SequencerDeps): string {
  const [origin, , root] = note.split('\n')
  return signed(`${origin}\n999\n${root}\n`, origin!, deps)
}

function signed(text: string, origin: string, { key }: SequencerDeps): string {
  return signNote(text, key.keyFor(origin), key.sign)
}

async function recordMany(store: Store, tenant: string, count: number, at = AT): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7(at))
  const leaves = ids.map((id) => ({ id, type: 'action.requested' as const, thread: id, parents: [], at, body: { id } }))
  await inTenant(store.app, tenant, (tx) => record(tx, tenant, leaves))
  return ids
}

const entries = (tx: Tx) => tx.selectFrom('entries').selectAll().orderBy('idx').execute()
const logs = (tx: Tx) => tx.selectFrom('logs').selectAll().orderBy('log_id').execute()
const tiles = (tx: Tx) => tx.selectFrom('tiles').selectAll().orderBy('idx').execute()

function rows<T>(store: Store, tenant: string, read: (tx: Tx) => Promise<T>): Promise<T> {
  return inTenant(store.app, tenant, read)
}
