// When each ledger was verified by itself, and what came of it (D2).
import { type Kysely, sql } from 'kysely'
import { isolateTenants } from '../isolate-tenants.ts'

/** Creates `ledger_verifications`: one row a period, so that of several replicas one verifies. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ledger_verifications (
      tenant_id text not null,
      kind text not null check (kind in ('recent', 'whole')),
      period bigint not null,
      started_at timestamptz not null,
      finished_at timestamptz,
      outcome text check (outcome in ('ok', 'erased', 'pruned', 'unverifiable', 'tampered')),
      records bigint,
      checkpoint text,
      primary key (tenant_id, kind, period)
    )`.execute(db)
  await isolateTenants(db, ['ledger_verifications'])
  await sql`grant select, insert on ledger_verifications to sallyport_app`.execute(db)
  await sql`grant update (started_at, finished_at, outcome, records, checkpoint) on ledger_verifications to sallyport_app`.execute(
    db,
  )
}
