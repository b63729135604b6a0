// The store on PGlite in memory, for unit tests: same SQL, same roles, one connection that is handed out in turn.
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import type { StoreRole } from './connect.ts'
import type { Store } from './database.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './tables.ts'

const BIGINT = 20

/** A memory store also shows the database as its owner, so that a test can tamper with it. */
export interface MemoryStore extends Store {
  readonly owner: Kysely<Tables>
}

/** Opens a fresh, migrated store. A transaction must not await a query outside it: there is one connection. */
export async function openMemoryStore(): Promise<MemoryStore> {
  const pglite = await PGlite.create('memory://', { parsers: { [BIGINT]: Number } })
  const take = turns()
  const handle = (role: StoreRole | null) => {
    const pool = exclusivePool(pglite, role, take)
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  }
  const owner = handle(null)
  await migrate(owner as never)
  return {
    owner,
    app: handle('sallyport_app'),
    sequencer: handle('sallyport_sequencer'),
    listen: (channel, heard) => pglite.listen(channel, heard),
    close: () => pglite.close(),
  }
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
