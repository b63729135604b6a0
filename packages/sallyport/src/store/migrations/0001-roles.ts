// The two roles that the control plane acts as, and the tenants that every row belongs to.
import { type Kysely, sql } from 'kysely'

/** Roles belong to the whole server, so they may exist already; tables belong to this database. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    begin
      perform pg_advisory_xact_lock(hashtext('sallyport roles'));
      if not exists (select from pg_roles where rolname = 'sallyport_app') then
        create role sallyport_app nologin;
      end if;
      if not exists (select from pg_roles where rolname = 'sallyport_sequencer') then
        create role sallyport_sequencer nologin;
      end if;
      execute format('grant sallyport_app, sallyport_sequencer to %I', current_user);
      execute format('revoke create on schema public from public');
      execute format('grant usage on schema public to sallyport_app, sallyport_sequencer');
    end
    $$`.execute(db)
  await sql`
    create table tenants (
      id text primary key check (id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
      name text not null,
      created_at timestamptz not null
    )`.execute(db)
  await sql`grant select, insert on tenants to sallyport_app`.execute(db)
  await sql`grant select on tenants to sallyport_sequencer`.execute(db)
}
