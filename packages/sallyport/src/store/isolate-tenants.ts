// The guard of every tenant's table: whoever serves one tenant sees and writes that tenant's rows only (C4).
import { type Kysely, sql } from 'kysely'

/**
 * Switches row-level security on, for the owner too, and shows a transaction the rows of the tenant that it named.
 * INVARIANT: released migrations call this, so it never changes; a new rule is a new function.
 */
export async function isolateTenants(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await sql`alter table ${sql.table(table)} enable row level security`.execute(db)
    await sql`alter table ${sql.table(table)} force row level security`.execute(db)
    await sql`
      create policy tenant on ${sql.table(table)}
        using (tenant_id = current_setting('sallyport.tenant', true))
        with check (tenant_id = current_setting('sallyport.tenant', true))`.execute(db)
  }
}
