// A typed pool that acts as one database role, with prepared statements and numbers for bigint.
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'
import type { Connection } from './embedded-postgres.ts'
import type { Tables } from './tables.ts'

/** Role of the services, and role of the sequencer. */
export type StoreRole = 'sallyport_app' | 'sallyport_sequencer'

/** A connection string or its parts. */
export type Target = string | Connection

/** Distinct statements that are prepared per connection; anything beyond is sent unprepared. */
const MOST_PREPARED = 500

const BIGINT = 20
const BIGINTS = 1016
const statementNames = new Map<string, string>()

/**
 * Statements are prepared under a name, so that PostgreSQL parses and plans each text once per connection. Their answers come
 * through a callback that knows nothing of its query: the promise of `pg` closes over the query that holds it, and then
 * every query survives the young generation's collections, which become ten times as long.
 */
class PreparingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg's `query` has a dozen overloads; only one is rerouted
  override query(...args: any[]): any {
    const [text, values, ...rest] = args
    const name = typeof text === 'string' && Array.isArray(values) ? statementName(text) : null
    if (!name) return super.query(...(args as [string]))
    if (rest.length > 0) return super.query({ name, text, values }, ...rest)
    return new Promise((resolve, reject) => super.query({ name, text, values }, answerTo(resolve, reject)))
  }
}

function answerTo(resolve: (result: pg.QueryResult) => void, reject: (error: Error) => void) {
  return (error: Error | null, result: pg.QueryResult): void => (error ? reject(error) : resolve(result))
}

function statementName(text: string): string | null {
  const known = statementNames.get(text)
  if (known) return known
  if (statementNames.size >= MOST_PREPARED) return null
  const name = `s${statementNames.size}`
  statementNames.set(text, name)
  return name
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === BIGINT) return Number
    return oid === BIGINTS ? bigints : pg.types.getTypeParser(oid, format as 'text')
  }) as typeof pg.types.getTypeParser,
}

/** An array of one dimension without null, as PostgreSQL writes it. */
function bigints(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)
}

/** Configuration of a `pg` client for `target`, acting as `role` (the login itself where null). */
export function clientConfig(target: Target, role: StoreRole | null): pg.ClientConfig {
  const to = typeof target === 'string' ? { connectionString: target } : { ...target }
  return { ...to, types, application_name: 'sallyport', ...(role ? { options: `-c role=${role}` } : {}) }
}

/** Opens a pool. `lost` hears of idle connections that broke: without a listener `pg` would end the process. */
export function connect(target: Target, role: StoreRole | null, size: number, lost: (error: Error) => void): Database {
  const pool = new pg.Pool({ ...clientConfig(target, role), max: size, Client: PreparingClient } as pg.PoolConfig)
  pool.on('error', lost)
  // The pool listens to idle clients only; one that breaks between two queries of a transaction would end the process.
  pool.on('connect', (client) => void client.on('error', lost))
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}
