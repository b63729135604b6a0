// Approvals, their votes, and the grants that mint them (B2, B3): none of it partitioned, so that uniqueness holds.
import { type Kysely, sql } from 'kysely'
import { isolateTenants } from '../isolate-tenants.ts'

/** Creates `approvals`, `approval_votes`, `approval_grants` and `approval_consume`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table approvals (
      tenant_id text not null,
      id uuid not null,
      action_id uuid not null,
      requester text not null,
      action_hash text not null,
      policy_hash text not null,
      demand json not null,
      shown bytea not null,
      status text not null check (status in ('pending', 'granted', 'rejected', 'expired', 'consumed')),
      version integer not null,
      grant_id uuid,
      last_leaf uuid not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      consumed_at timestamptz,
      closed_at timestamptz,
      primary key (tenant_id, id),
      check ((status = 'consumed') = (consumed_at is not null))
    )`.execute(db)
  // INVARIANT: one open approval per requester and exact action; a second identical call joins it.
  await sql`create unique index approvals_open on approvals (tenant_id, requester, action_hash)
    where closed_at is null`.execute(db)
  await sql`
    create table approval_votes (
      tenant_id text not null,
      approval_id uuid not null,
      person text not null,
      roles text[] not null,
      verdict text not null check (verdict in ('approve', 'reject')),
      reason text not null,
      voted_at timestamptz not null,
      primary key (tenant_id, approval_id, person),
      foreign key (tenant_id, approval_id) references approvals on delete cascade
    )`.execute(db)
  await sql`
    create table approval_grants (
      tenant_id text not null,
      id uuid not null,
      agent text not null,
      tool text,
      action text,
      arguments json,
      max_uses integer not null check (max_uses > 0),
      used integer not null check (used between 0 and max_uses),
      reason text not null,
      created_by text not null,
      roles text[] not null,
      leaf uuid not null,
      created_at timestamptz not null,
      expires_at timestamptz not null,
      revoked_at timestamptz,
      primary key (tenant_id, id),
      check (tool is not null or action is not null)
    )`.execute(db)
  await sql`create index approval_grants_of_agent on approval_grants (tenant_id, agent) where revoked_at is null`.execute(
    db,
  )
  await isolateTenants(db, ['approvals', 'approval_votes', 'approval_grants'])
  await sql`grant select, insert on approvals, approval_votes, approval_grants to sallyport_app`.execute(db)
  await sql`grant update (status, version, last_leaf, consumed_at, closed_at) on approvals to sallyport_app`.execute(db)
  await sql`grant update (used, revoked_at) on approval_grants to sallyport_app`.execute(db)
  await sql.raw(CONSUME).execute(db)
}

// INVARIANT: an approval is consumed only as it was read and judged (same version), and in the caller's transaction. Two
// that try meet at the row's lock, and the second finds another version.
const CONSUME = `
create function approval_consume(p_tenant text, p_id uuid, p_version integer, p_at timestamptz)
returns boolean language plpgsql as $$
begin
  update approvals a
  set status = 'consumed', version = a.version + 1, consumed_at = p_at, closed_at = p_at
  where a.tenant_id = p_tenant and a.id = p_id and a.version = p_version
    and a.status = 'granted' and a.closed_at is null and a.expires_at > p_at;
  return found;
end
$$`
