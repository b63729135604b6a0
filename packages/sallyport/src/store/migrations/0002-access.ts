// Principals and their tokens (C4): row-level security per tenant, and one narrow way to find a token by its hash.
import { type Kysely, sql } from 'kysely'
import { isolateTenants } from '../isolate-tenants.ts'

/** Creates `principals` and `tokens`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table principals (
      tenant_id text not null references tenants,
      id text not null,
      kind text not null check (kind in ('agent', 'person', 'service')),
      roles text[] not null,
      tier smallint not null check (tier between 0 and 2),
      created_at timestamptz not null,
      created_by text not null,
      primary key (tenant_id, id)
    )`.execute(db)
  await sql`
    create table tokens (
      id uuid primary key,
      tenant_id text not null,
      principal_id text not null,
      token_hash bytea not null unique check (octet_length(token_hash) = 32),
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz,
      revoked_at timestamptz,
      foreign key (tenant_id, principal_id) references principals
    )`.execute(db)
  await sql`create index tokens_of_principal on tokens (tenant_id, principal_id)`.execute(db)
  await isolateTenants(db, ['principals', 'tokens'])
  // INVARIANT: before the tenant is known, a connection sees exactly the token whose hash it already holds.
  await sql`
    create policy bearer on tokens for select
      using (token_hash = decode(nullif(current_setting('sallyport.token_hash', true), ''), 'hex'))`.execute(db)
  await sql`grant select, insert on principals, tokens to sallyport_app`.execute(db)
  await sql`grant update (roles, tier) on principals to sallyport_app`.execute(db)
  await sql`grant update (revoked_at) on tokens to sallyport_app`.execute(db)
}
