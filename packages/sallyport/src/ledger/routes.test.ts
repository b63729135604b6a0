// The ledger room over HTTP: heads, proofs, stories, tiles and verification, of one's own tenant only.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fromBase64, parseTlogProof, parseVerifierKey, verifyTlogProof } from '@sallyport/core'
import { openTestApp, type TestApp } from '../http/test-app.ts'
import { ed25519Verify } from './ed25519.ts'
import { ledgerFixture } from './ledger-fixture.ts'
import { ledgerRoutes } from './routes.ts'
import { sealAll } from './sequencer.ts'
import { createLedgerService } from './service.ts'
import { sha256 } from './sha256.ts'
import { uuidv7 } from './uuid.ts'

const fixture = ledgerFixture()
let it: TestApp
let id: string
let log: number
let size: number

before(async () => {
  it = await openTestApp((app, { store }) => ledgerRoutes(app, { ledger: createLedgerService(store.app) }))
  await sealAll(it.store.sequencer, fixture.deps)
  const leaves = await fixture.seal(it.store, 'acme', 300)
  id = leaves[299]!.id
  const { logs } = (await get('/v1/ledger/logs')).json()
  ;({ id: log, size } = logs.at(-1))
})
after(async () => {
  await it.close()
  fixture.remove()
})

const get = (url: string, as = 'ada') => it.as(as, { url })

test('an entry comes with a proof that holds', async () => {
  const answer = await get(`/v1/ledger/entries/${id}`)
  const { leaf, bytes, proof } = answer.json()
  assert.deepEqual([leaf.id, leaf.body], [id, { n: 299 }])
  const key = parseVerifierKey((await get('/v1/ledger/logs')).json().logs.at(-1).verifier_key, sha256)
  const shown = verifyTlogProof(parseTlogProof(proof)!, fromBase64(bytes)!, [key!], sha256, ed25519Verify)
  assert.ok(shown.ok)
})

test('heads are plain text, and the same by either path', async () => {
  const newest = await get('/v1/ledger/checkpoint')
  assert.equal(newest.headers['content-type'], 'text/plain; charset=utf-8')
  assert.equal((await get(`/v1/ledger/logs/${log}/checkpoint`)).payload, newest.payload)
})

test('a story tells its leaves', async () => {
  const { leaves } = (await get(`/v1/ledger/timeline/${id}`)).json()
  assert.deepEqual(
    leaves.map((leaf: { id: string }) => leaf.id),
    [id],
  )
})

test('tiles lie under the paths of C2SP tlog-tiles', async () => {
  const tile = (path: string) => get(`/v1/ledger/logs/${log}/tile/${path}`)
  const full = await tile('0/000')
  assert.equal(full.rawPayload.length, 8_192)
  assert.match(String(full.headers['cache-control']), /immutable/)
  assert.equal((await tile(`0/001.p/${size - 256}`)).rawPayload.length, (size - 256) * 32)
  assert.equal((await tile(`entries/001.p/${size - 256}`)).statusCode, 200)
  for (const path of ['0/000.p/0', 'x/000', '0/../000', '0/002', '64/000']) {
    assert.equal((await tile(path)).statusCode, 404, path)
  }
})

test('consistency is proven within the size only', async () => {
  const path = `/v1/ledger/logs/${log}/consistency`
  assert.ok((await get(`${path}?from=5&to=${size}`)).json().hashes.length > 0)
  assert.equal((await get(`${path}?from=5&to=${size + 1}`)).json().code, 'unknown_tree_size')
  assert.equal((await get(`${path}?from=-1&to=1`)).json().code, 'malformed_body')
})

test('the ledger can be verified on demand', async () => {
  const verify = (payload: object) => it.as('ada', { method: 'POST', url: '/v1/ledger/verification', payload })
  const { outcome, records } = (await verify({})).json()
  assert.deepEqual([outcome, records >= size], ['ok', true])
  const since = (await get('/v1/ledger/checkpoint')).payload
  assert.equal((await verify({ since })).json().outcome, 'ok')
  assert.equal((await verify({ since: 'x' })).json().code, 'not_a_checkpoint')
})

test('agents may not read the ledger, and nobody reads that of another tenant', async () => {
  assert.equal((await get(`/v1/ledger/entries/${id}`, 'bot')).statusCode, 403)
  assert.equal((await get(`/v1/ledger/entries/${id}`, 'gus')).json().code, 'unknown_leaf')
  assert.equal((await get(`/v1/ledger/logs/${log}/tile/0/000`, 'gus')).json().code, 'unknown_log')
})

test('what cannot be found has its own code', async () => {
  assert.equal((await get('/v1/ledger/entries/x')).json().code, 'malformed_id')
  assert.equal((await get(`/v1/ledger/entries/${uuidv7(1)}`)).json().code, 'unknown_leaf')
})
