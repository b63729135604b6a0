// Two sequencers and two writers, killed and stalled at random under load: nothing acknowledged is lost or doubled, and
// every published checkpoint is consistent with the last.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openCheckpoint, verifyConsistency } from '@sallyport/core'
import { sql } from 'kysely'
import { ed25519Verify } from '../../packages/sallyport/src/ledger/ed25519.ts'
import type { SequencerDeps } from '../../packages/sallyport/src/ledger/open-log.ts'
import { proveConsistency } from '../../packages/sallyport/src/ledger/prove.ts'
import { headsDirectory, publishedHistory } from '../../packages/sallyport/src/ledger/published-heads.ts'
import { findLogs } from '../../packages/sallyport/src/ledger/queries.ts'
import { sealAll } from '../../packages/sallyport/src/ledger/sequencer.ts'
import { sha256 } from '../../packages/sallyport/src/ledger/sha256.ts'
import { loadSigningKey } from '../../packages/sallyport/src/ledger/signing-key.ts'
import { verifyDatabase } from '../../packages/sallyport/src/ledger/verify-database.ts'
import { inTenant } from '../../packages/sallyport/src/store/database.ts'
import type { OpenStore } from '../../packages/sallyport/src/store/open-store.ts'
import { openPostgresStore } from '../conformance/postgres.ts'
import { strikeAtRandom } from './ledger-chaos.ts'
import { chooseSeed, seededRandom } from './seeded-random.ts'

const TENANT = 'crash'
const PREFIX = 'crash.example/ledger'
const DURATION_MS = 1_000 * Number(process.env['SALLYPORT_CRASH_SECONDS'] ?? 30)

const directory = mkdtempSync(join(tmpdir(), 'sallyport-crash-'))
const heads = headsDirectory(join(directory, 'heads'))
let store: OpenStore
before(async () => {
  store = await openPostgresStore()
})
after(async () => {
  await store.close()
  rmSync(directory, { recursive: true })
})

test('kill -9 of sequencers and writers under load', { timeout: DURATION_MS + 90_000 }, async (t) => {
  const seed = chooseSeed()
  t.diagnostic(`replay with SALLYPORT_SEED=${seed}`)
  const acknowledged = new Set<string>()
  const settings = { target: store.target, tenant: TENANT, directory, origin_prefix: PREFIX }
  const env = { SALLYPORT_SIMULATION: JSON.stringify(settings) }
  const program = (name: string) => join(import.meta.dirname, name)
  const heard = (line: string) => {
    for (const id of line.split(',')) acknowledged.add(id)
  }
  const victims = [1, 2].flatMap((n) => [
    { name: `writer ${n}`, program: program('ledger-writer-process.ts'), env, heard },
    { name: `sequencer ${n}`, program: program('ledger-sequencer-process.ts'), env, heard: () => undefined },
  ])
  const chaos = {
    random: seededRandom(seed),
    duration_ms: DURATION_MS,
    pause_ms: [100, 900] as const,
    stall_ms: 1_500,
  }
  const { kills, stalls, deaths } = await strikeAtRandom(victims, chaos)
  assert.equal(deaths, 0, 'a process ended by itself')
  // The server may still be committing for a client that is dead.
  await sleep(1_000)

  const deps: SequencerDeps = { key: loadSigningKey({ directory }), heads, origin_prefix: PREFIX, now: Date.now }
  const left = await sealAll(store.sequencer, deps)
  await checkAcknowledged(acknowledged)
  const verified = await verifyDatabase(store.app, TENANT, { keyFor: deps.key.keyFor, heads })
  assert.deepEqual(verified.findings, [])
  assert.equal(verified.outcome, 'ok')
  const published = await checkPublished(deps)
  t.diagnostic(
    `${kills} kills, ${stalls} stalls, ${acknowledged.size} leaves acknowledged, ${verified.records} sealed, ` +
      `${left} of them after the end, ${published} heads published`,
  )
  assert.ok(kills > 0 && acknowledged.size > 0 && published > 1)
})

async function checkAcknowledged(acknowledged: ReadonlySet<string>): Promise<void> {
  const { rows } = await inTenant(store.app, TENANT, (tx) =>
    sql<{ id: string; times: number }>`select id, count(*) as times from leaves group by id`.execute(tx),
  )
  assert.deepEqual(
    rows.filter(({ times }) => times !== 1),
    [],
    'doubled',
  )
  const kept = new Set(rows.map(({ id }) => id))
  assert.deepEqual(
    [...acknowledged].filter((id) => !kept.has(id)),
    [],
    'acknowledged, but lost',
  )
  const waiting = await inTenant(store.app, TENANT, (tx) => tx.selectFrom('pending').select('id').execute())
  assert.deepEqual(waiting, [], 'never sealed')
}

async function checkPublished(deps: SequencerDeps): Promise<number> {
  let published = 0
  const logs = await inTenant(store.app, TENANT, findLogs)
  for (const { log_id, origin } of logs) {
    const key = deps.key.keyFor(origin)
    const notes = publishedHistory(join(directory, 'heads'), origin)
    const checkpoints = notes.map((note) => openCheckpoint(note, [key], ed25519Verify))
    for (const [i, newer] of checkpoints.entries()) {
      assert.ok(newer, `published head ${i} is not signed`)
      published++
      const older = checkpoints[i - 1]
      if (!older) continue
      const proof = await inTenant(store.app, TENANT, (tx) => proveConsistency(tx, log_id, older.size, newer.size))
      assert.ok(verifyConsistency(older, newer, proof, sha256), `head ${newer.size} does not continue ${older.size}`)
    }
  }
  return published
}
