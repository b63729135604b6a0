// The ledger's tables: pending leaves, and an append-only Merkle log per tenant and year (D2).
import { type Kysely, sql } from 'kysely'
import { isolateTenants } from '../isolate-tenants.ts'

const TENANT_TABLES = ['logs', 'pending', 'entries', 'tiles', 'checkpoints', 'disclosures'] as const
const APPEND_ONLY = ['entries', 'tiles', 'checkpoints'] as const

/** Years with a partition of their own; any other time goes to `entries_other`. */
const FIRST_YEAR = 2025
const LAST_YEAR = 2044

/** Creates the tables, then what guards them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createLogs(db)
  await createEntries(db)
  await createTreeTables(db)
  await createPressure(db)
  const partitions = await createPartitions(db)
  await isolateTenants(db, [...TENANT_TABLES, ...partitions])
  for (const table of [...TENANT_TABLES, ...partitions]) await openToSequencer(db, table)
  await guardAppendOnly(db, [...APPEND_ONLY, ...partitions])
  await grant(db)
}

async function createLogs(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table logs (
      log_id integer generated always as identity primary key,
      tenant_id text not null,
      year integer not null,
      shard integer not null check (shard > 0),
      origin text not null unique,
      vkey text not null,
      size bigint not null check (size >= 0),
      frontier bytea not null check (octet_length(frontier) % 32 = 0),
      closed boolean not null default false,
      opened_at timestamptz not null,
      unique (tenant_id, year, shard)
    )`.execute(db)
  // INVARIANT: at most one shard of a year takes leaves.
  await sql`create unique index logs_open on logs (tenant_id, year) where not closed`.execute(db)
}

async function createEntries(db: Kysely<unknown>): Promise<void> {
  // No reference to `tenants`: each leaf would lock its tenant's row. Row-level security fixes the tenant already.
  await sql`
    create table pending (
      seq bigint generated always as identity,
      tenant_id text not null,
      id uuid not null,
      thread uuid not null,
      type text not null,
      at timestamptz not null,
      leaf bytea not null,
      primary key (tenant_id, seq)
    ) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 20000)`.execute(db)
  await sql`
    create table entries (
      log_id integer not null,
      idx bigint not null,
      tenant_id text not null,
      id uuid not null,
      thread uuid not null,
      type text not null,
      at timestamptz not null,
      leaf bytea not null,
      primary key (log_id, idx, at)
    ) partition by range (at)`.execute(db)
  await sql`create index entries_id on entries (id)`.execute(db)
  await sql`create index entries_thread on entries (thread)`.execute(db)
  // An approval's id carries the time of its request, so a story can be found from it.
  await sql`create index entries_approvals on entries (at) where type = 'approval.requested'`.execute(db)
  // Sealed or not, with the rights of whoever asks.
  await sql`
    create view leaves with (security_invoker = true) as
      select tenant_id, id, thread, type, at, leaf, log_id, idx, null::bigint as seq from entries
      union all
      select tenant_id, id, thread, type, at, leaf, null, null, seq from pending`.execute(db)
}

async function createTreeTables(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tiles (
      log_id integer not null references logs,
      tenant_id text not null,
      level smallint not null check (level > 0),
      idx bigint not null,
      hash bytea not null check (octet_length(hash) = 32),
      primary key (log_id, level, idx)
    )`.execute(db)
  await sql`
    create table checkpoints (
      log_id integer not null references logs,
      tenant_id text not null,
      first bigint not null check (first >= 0),
      size bigint not null check (size > first),
      leaf_hashes bytea not null check (octet_length(leaf_hashes) = 32 * (size - first)),
      root bytea not null check (octet_length(root) = 32),
      note text not null,
      signed_at timestamptz not null,
      primary key (log_id, size)
    )`.execute(db)
  // Hashes do not compress, and uncompressed ones can be read in slices.
  await sql`alter table checkpoints alter column leaf_hashes set storage external`.execute(db)
  await sql`
    create table disclosures (
      tenant_id text not null,
      leaf_id uuid not null,
      name text not null,
      salt bytea not null,
      value text not null,
      primary key (leaf_id, name)
    )`.execute(db)
}

// One number that the sequencer sets and every recording transaction reads: milliseconds to wait, plus one. A sequence,
// because it changes outside of transactions and nobody waits for it.
async function createPressure(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence ledger_pressure`.execute(db)
  await sql`
    create function ledger_yield() returns void language plpgsql as $$
    declare
      pressure bigint;
    begin
      select last_value into pressure from ledger_pressure;
      if pressure > 1 then
        perform pg_sleep((pressure - 1) / 1000.0);
      end if;
    end
    $$`.execute(db)
}

async function createPartitions(db: Kysely<unknown>): Promise<string[]> {
  const names = ['entries_other']
  await sql`create table entries_other partition of entries default`.execute(db)
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    const name = `entries_${year}`
    const from = sql.lit(`${year}-01-01T00:00:00Z`)
    const to = sql.lit(`${year + 1}-01-01T00:00:00Z`)
    await sql`create table ${sql.table(name)} partition of entries for values from (${from}) to (${to})`.execute(db)
    names.push(name)
  }
  return names
}

async function openToSequencer(db: Kysely<unknown>, table: string): Promise<void> {
  // The sequencer serves every tenant; what it may do with their rows is in its grants.
  await sql`
    create policy sequencer on ${sql.table(table)} to sallyport_sequencer using (true) with check (true)`.execute(db)
}

// INVARIANT: what is in the log stays, whoever asks; partitions have triggers of their own against TRUNCATE.
async function guardAppendOnly(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  await sql`
    create function ledger_refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the ledger is append-only: % on % is refused', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
    end
    $$`.execute(db)
  for (const table of tables) {
    await sql`
      create trigger append_only before update or delete or truncate on ${sql.table(table)}
        for each statement execute function ledger_refuse_change()`.execute(db)
  }
}

async function grant(db: Kysely<unknown>): Promise<void> {
  await sql`grant select on logs, entries, tiles, checkpoints, leaves to sallyport_app`.execute(db)
  await sql`grant select, insert on pending, disclosures to sallyport_app`.execute(db)
  await sql`grant select on sequence ledger_pressure to sallyport_app`.execute(db)
  await sql`grant select, update on sequence ledger_pressure to sallyport_sequencer`.execute(db)
  await sql`grant select, delete on pending to sallyport_sequencer`.execute(db)
  await sql`grant select, insert on logs, entries, tiles, checkpoints to sallyport_sequencer`.execute(db)
  await sql`grant update (size, frontier, closed) on logs to sallyport_sequencer`.execute(db)
}
