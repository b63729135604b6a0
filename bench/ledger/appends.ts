// Appends per second, sealed and with the backlog worked off, beside plain INSERTs of the same row in the same run.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { headsDirectory } from '../../packages/sallyport/src/ledger/published-heads.ts'
import { record } from '../../packages/sallyport/src/ledger/record.ts'
import { startSequencer } from '../../packages/sallyport/src/ledger/sequencer-loop.ts'
import { loadSigningKey } from '../../packages/sallyport/src/ledger/signing-key.ts'
import { inTenant } from '../../packages/sallyport/src/store/database.ts'
import { type OpenStore, openStore } from '../../packages/sallyport/src/store/open-store.ts'
import { startTestServer, type TestServer } from '../../test/conformance/test-server.ts'
import { openPlainRows } from './plain-rows.ts'
import { sampleLeaf } from './sample-leaf.ts'

/** One line of the result; rates in rows per second. */
export interface AppendResult {
  readonly writers: number
  readonly rows_per_commit: number
  readonly plain: number
  /** Recorded and sealed; the time until the last leaf was sealed counts. */
  readonly ledger: number
  readonly ratio: number
  /** Largest number of leaves that waited for the sequencer at any moment. */
  readonly backlog: number
}

const WRITERS = [1, 16, 64]
const ROWS = [1, 100]
const TENANT = 'bench'

/** Measures on a fresh embedded server, or on `server` where one is given. */
export async function benchAppends(seconds: number, server?: string): Promise<AppendResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
  const own = server === undefined ? await startTestServer() : null
  const target = server ?? (own as TestServer).connection
  const store = await openStore({ directory, server: target, poolSize: Math.max(...WRITERS) })
  const plain = await openPlainRows(store.target, Math.max(...WRITERS))
  const results: AppendResult[] = []
  for (const rows_per_commit of ROWS) {
    for (const writers of WRITERS) {
      const insert = await rate(writers, rows_per_commit, seconds, plain.insert, async () => undefined)
      const { rate: ledger, backlog } = await ledgerRate(store, directory, writers, rows_per_commit, seconds)
      results.push({ writers, rows_per_commit, plain: insert, ledger, ratio: ledger / insert, backlog })
    }
  }
  await plain.close()
  await store.close()
  await own?.remove()
  rmSync(directory, { recursive: true, force: true })
  return results
}

async function ledgerRate(store: OpenStore, directory: string, writers: number, rows: number, seconds: number) {
  const deps = {
    key: loadSigningKey({ directory }),
    heads: headsDirectory(join(directory, 'heads')),
    origin_prefix: 'bench.example',
    now: Date.now,
  }
  const sequencer = startSequencer(store.sequencer, deps, { failed: (error) => console.error(error) })
  let backlog = 0
  const watch = setInterval(async () => {
    backlog = Math.max(backlog, await waiting(store))
  }, 250)
  const append = (leaves: readonly ReturnType<typeof sampleLeaf>[]) =>
    inTenant(store.app, TENANT, (tx) => record(tx, TENANT, leaves))
  const result = await rate(writers, rows, seconds, append, async () => {
    while ((await waiting(store)) > 0) await new Promise((resolve) => setTimeout(resolve, 10))
  })
  clearInterval(watch)
  await sequencer.stop()
  return { rate: result, backlog }
}

async function waiting(store: OpenStore): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from pending`.execute(store.sequencer)
  return rows[0]?.n ?? 0
}

type Append = (leaves: readonly ReturnType<typeof sampleLeaf>[]) => Promise<void>

async function rate(writers: number, rows: number, seconds: number, append: Append, settle: () => Promise<void>) {
  let appended = 0
  const started = performance.now()
  const until = started + seconds * 1_000
  const write = async (): Promise<void> => {
    while (performance.now() < until) {
      await append(Array.from({ length: rows }, sampleLeaf))
      appended += rows
    }
  }
  await Promise.all(Array.from({ length: writers }, write))
  await settle()
  return appended / ((performance.now() - started) / 1_000)
}
