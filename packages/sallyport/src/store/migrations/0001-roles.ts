// The two roles that the control plane acts as, and the tenants that every row belongs to.
import { type Kysely, sql } from 'kysely'

/** Roles belong to the whole server, so they may exist already; tables belong to this database. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    declare
      wanted text;
    begin
      foreach wanted in array array['sallyport_app', 'sallyport_sequencer'] loop
        begin
          if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
          end if;
        exception when duplicate_object or unique_violation then
          null; -- another database of this server is being migrated at the same moment
        end;
        if not pg_has_role(current_user, wanted, 'member') then
          execute format('grant %I to %I', wanted, current_user);
        end if;
        execute format('grant usage on schema public to %I', wanted);
      end loop;
      revoke create on schema public from public;
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
