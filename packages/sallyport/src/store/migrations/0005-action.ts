// Actions and what is needed to resume, dispatch, settle and list them, with the one function that writes a group of them.
import { type Kysely, sql } from 'kysely'
import { isolateTenants } from '../isolate-tenants.ts'
import {
  ACTION_COMMIT,
  ACTION_KEYS_TAKEN,
  ACTION_MOVE,
  ACTION_OPEN,
  ACTION_SETTLE,
  POLICY_EPOCH_LOCK,
} from './0005-action-commit.ts'

/** Creates `actions` (partitioned by time), `action_requests`, `action_keys` and `action_commit`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // No foreign key to `tenants`: the hot path pays for no check that row-level security makes anyway.
  await sql`
    create table actions (
      tenant_id text not null,
      at timestamptz not null,
      id uuid not null,
      agent text not null,
      status text not null
        check (status in ('denied', 'held', 'allowed', 'started', 'succeeded', 'failed', 'unknown')),
      topic text,
      action text,
      tool text,
      host text,
      action_hash text not null,
      decision text not null,
      rule text,
      reason text not null,
      code text not null,
      matched text[] not null,
      constraints json,
      policy_hash text not null,
      decided_us real not null,
      approval_id uuid,
      last_leaf uuid not null,
      deadline timestamptz,
      settled_at timestamptz,
      duration_ms double precision,
      result_bytes bigint,
      error_code text,
      primary key (tenant_id, at, id)
    ) partition by range (at)`.execute(db)
  await sql`create table actions_default partition of actions default`.execute(db)
  await sql`create index actions_running on actions (tenant_id, deadline) where status = 'started'`.execute(db)
  // What a later decision needs again; the row is erasable and leaves with the start or the end of its action.
  await sql`
    create table action_requests (
      tenant_id text not null,
      action_id uuid not null,
      request bytea not null,
      primary key (tenant_id, action_id)
    )`.execute(db)
  // Not partitioned: uniqueness cannot span partitions by time.
  await sql`
    create table action_keys (
      tenant_id text not null,
      agent text not null,
      key text not null,
      action_id uuid not null,
      action_hash text not null,
      primary key (tenant_id, agent, key)
    )`.execute(db)
  await isolateTenants(db, ['actions', 'action_requests', 'action_keys'])
  await sql`grant select, insert on actions, action_keys to sallyport_app`.execute(db)
  await sql`grant update (status, decision, rule, reason, code, matched, constraints, policy_hash, decided_us,
    approval_id, last_leaf, deadline, settled_at, duration_ms, result_bytes, error_code)
    on actions to sallyport_app`.execute(db)
  await sql`grant select, insert, delete on action_requests to sallyport_app`.execute(db)
  await sql.raw(MONTHS).execute(db)
  await sql`select action_months(2)`.execute(db)
  await sql`revoke all on function action_months(integer) from public`.execute(db)
  await sql`grant execute on function action_months(integer) to sallyport_app`.execute(db)
  const functions = [ACTION_KEYS_TAKEN, ACTION_OPEN, ACTION_MOVE, ACTION_SETTLE, ACTION_COMMIT]
  for (const definition of [...POLICY_EPOCH_LOCK, ...functions]) {
    await sql.raw(definition).execute(db)
  }
}

// Runs as the owner, since the services may not create tables. Rows of a month that was forgotten land in the default
// partition, so nothing is ever refused for want of one.
const MONTHS = `
create function action_months(p_ahead integer) returns void
language plpgsql security definer set search_path = public as $$
declare
  v_from timestamptz := date_trunc('month', now(), 'UTC');
  v_to timestamptz;
  v_name text;
begin
  perform pg_advisory_xact_lock(hashtext('sallyport action months'));
  for i in 0 .. least(greatest(p_ahead, 0), 24) loop
    v_to := date_trunc('month', v_from + interval '32 days', 'UTC');
    v_name := 'actions_' || to_char(v_from at time zone 'UTC', 'YYYY_MM');
    if to_regclass(v_name) is null
      and not exists (select from actions_default where at >= v_from and at < v_to) then
      execute format('create table %I partition of actions for values from (%L) to (%L)', v_name, v_from, v_to);
    end if;
    v_from := v_to;
  end loop;
end
$$`
