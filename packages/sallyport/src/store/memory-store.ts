// The store on PGlite in memory, for unit tests: same SQL, same roles, one connection that is handed out in turn.
import { createSecretKey, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type { StoreRole } from './connect.ts'
import type { Store } from './database.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './tables.ts'
import { KEY_BYTES, openVault } from './vault.ts'

const BIGINT = 20
const PARSERS = { [BIGINT]: Number }

/** A memory store also shows the database as its owner, so that a test can tamper with it. */
export interface MemoryStore extends Store {
  readonly owner: Kysely<Tables>
}

/** Opens a fresh, migrated store. A transaction must not await a query outside it: there is one connection. */
export async function openMemoryStore(): Promise<MemoryStore> {
  template ??= migratedData()
  const pglite = await PGlite.create('memory://', { parsers: PARSERS, loadDataDir: await template })
  const take = turns()
  return {
    owner: handle(pglite, null, take),
    app: handle(pglite, 'sallyport_app', take),
    sequencer: handle(pglite, 'sallyport_sequencer', take),
    vault: openVault(createSecretKey(randomBytes(KEY_BYTES))),
    listen: (channel, heard) => pglite.listen(channel, heard),
    close: () => pglite.close(),
  }
}

/** A database without tables, as the role that owns it sees it: one that is no superuser. */
export async function openEmptyDatabase(): Promise<Kysely<Tables>> {
  const pglite = await PGlite.create('memory://', { parsers: PARSERS })
  await pglite.exec(
    'create role keeper createrole; alter schema public owner to keeper; set session authorization keeper',
  )
  return handle(pglite, null, turns())
}

/** Files of a migrated database: making them takes seconds, loading them a fraction of that. */
let template: Promise<Blob> | null = null

/** Made once per process; once per test run where the runner names a file for it in `SALLYPORT_MEMORY_TEMPLATE`. */
async function migratedData(): Promise<Blob> {
  const file = process.env.SALLYPORT_MEMORY_TEMPLATE
  if (file && existsSync(file)) return new Blob([readFileSync(file)])
  const pglite = await PGlite.create('memory://', { parsers: PARSERS })
  await migrate(handle(pglite, null, turns()) as never)
  const data = await pglite.dumpDataDir('none')
  await pglite.close()
  if (file) {
    writeFileSync(`${file}.${process.pid}`, new Uint8Array(await data.arrayBuffer()))
    renameSync(`${file}.${process.pid}`, file)
  }
  return data
}

function handle(pglite: PGlite, role: StoreRole | null, take: () => Promise<() => void>): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: exclusivePool(pglite, role, take) }) })
}

/** Hands out one turn at a time, in order. */
function turns(): () => Promise<() => void> {
  let last: Promise<void> = Promise.resolve()
  return async () => {
    const before = last
    let done: () => void = () => undefined
    last = new Promise((resolve) => {
      done = resolve
    })
    await before
    return done
  }
}

function exclusivePool(pglite: PGlite, role: StoreRole | null, take: () => Promise<() => void>): PostgresPool {
  const query = async (text: string, values: unknown[]) => {
    const { rows, affectedRows } = await pglite.query(text, values)
    return { rows, rowCount: affectedRows ?? rows.length, command: affectedRows === undefined ? 'SELECT' : 'UPDATE' }
  }
  const acquire = async (): Promise<PostgresPoolClient> => {
    const release = await take()
    await pglite.exec(role ? `set role ${role}` : 'reset role')
    return { query, release } as unknown as PostgresPoolClient
  }
  return { connect: acquire, end: async () => undefined, options: {} }
}
