// Brings a database to the newest schema; several replicas may start this at once.
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { MIGRATIONS } from './migrations.ts'

/** Runs every migration that the database has not seen yet, in one transaction. Throws the database's own error. */
export async function migrate(db: Kysely<unknown>): Promise<void> {
  const provider = { getMigrations: async () => ({ ...MIGRATIONS }) }
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error) throw error
}
