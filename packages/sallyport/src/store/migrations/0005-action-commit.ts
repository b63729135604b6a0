// The SQL functions behind the group writer: whole groups of actions with their leaves, in one statement and one commit.

/**
 * Records the leaves of those items that are in `p_done`; the others leave no trace. Each leaf and each disclosure says
 * in `n` which item it belongs to. Takes what `ledger/prepare-leaves.ts` gives.
 */
export const LEDGER_RECORD = `
create function ledger_record(p_tenant text, p_leaves json, p_disclosed json, p_done integer[])
returns void language plpgsql as $$
begin
  insert into pending (tenant_id, id, thread, type, at, leaf)
  select p_tenant, l.id, l.thread, l.type, l.at, convert_to(l.leaf, 'UTF8')
  from rows from (json_to_recordset(p_leaves)
    as (n integer, id uuid, thread uuid, type text, at timestamptz, leaf text))
    with ordinality as l (n, id, thread, type, at, leaf, place)
  where l.n = any (p_done)
  order by l.place;
  if p_disclosed is not null then
    insert into disclosures (tenant_id, leaf_id, name, salt, value)
    select p_tenant, d.leaf_id, d.name, decode(d.salt, 'base64'), d.value
    from json_to_recordset(p_disclosed) as d (n integer, leaf_id uuid, name text, salt text, value text)
    where d.n = any (p_done);
  end if;
end
$$`

/** Makes every activation wait for the groups under way, and the groups after it wait for the activation. */
export const POLICY_EPOCH_LOCK = [
  `create function policy_epoch_key(p_tenant text) returns bigint language sql immutable as $$
    select hashtextextended('sallyport policy epoch ' || p_tenant, 0)
  $$`,
  `create function policy_epoch_lock() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(policy_epoch_key(new.tenant_id));
    return new;
  end
  $$`,
  `create trigger epoch_lock before insert or update on policy_heads
    for each row execute function policy_epoch_lock()`,
] as const

/**
 * Commits one group of one tenant. An item is done wholly (rows and leaves) or not at all:
 * - `p_opened`: new actions; not done where the policy epoch is another by now, or the idempotency key is taken
 * - `p_moved`: actions that go from one of `sources` to another status, consuming `approval` if given; not done where
 *   the epoch, the status or the approval is another by now
 * - `p_settled`: outcomes of started actions; not done where the action is not waiting for one
 * - items of `p_noted` have leaves only and are always done
 *
 * INVARIANT: the epoch is read under a lock that an activation waits for, so nothing starts under a policy that was
 * replaced before it committed. The lock is an advisory one, since a lock on the row would write to it.
 *
 * Plans are generic and by index: planning for all partitions anew would cost more than each statement does, and the
 * tables start empty, when a sequential scan looks cheap.
 */
export const ACTION_COMMIT = `
create function action_commit(p_tenant text, p_at timestamptz, p_opened json, p_moved json, p_settled json,
  p_noted integer[], p_leaves json, p_disclosed json)
returns table (epoch bigint, done integer[]) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_epoch bigint;
  v_done integer[] := p_noted;
begin
  perform set_config('sallyport.tenant', p_tenant, true);
  -- Before any lock is taken: waits while the ledger's sequencer is behind.
  perform ledger_yield();
  if p_opened is not null or p_moved is not null then
    perform pg_advisory_xact_lock_shared(policy_epoch_key(p_tenant));
    select h.epoch into v_epoch from policy_heads h where h.tenant_id = p_tenant;
    v_epoch := coalesce(v_epoch, 0);
  end if;
  if p_opened is not null then
    v_done := v_done || action_open(p_tenant, v_epoch, p_opened);
  end if;
  if p_moved is not null then
    v_done := v_done || action_move(p_tenant, v_epoch, p_at, p_moved);
  end if;
  if p_settled is not null then
    v_done := v_done || action_settle(p_tenant, p_at, p_settled);
  end if;
  perform ledger_record(p_tenant, p_leaves, p_disclosed, v_done);
  return query select v_epoch, v_done;
end
$$`

/** Inserts new actions; gives the numbers of those that were inserted. */
export const ACTION_OPEN = `
create function action_open(p_tenant text, p_epoch bigint, p_items json) returns integer[] language plpgsql as $$
declare
  v_done integer[];
begin
  with given as (
    select * from json_to_recordset(p_items) as i (n integer, epoch bigint, id uuid, at timestamptz, agent text,
      status text, topic text, action text, tool text, host text, action_hash text, decision text, rule text,
      reason text, code text, matched text[], constraints json, policy_hash text, decided_us real, approval uuid,
      leaf uuid, deadline timestamptz, key text, request text)
    where i.epoch = p_epoch
  ), keyed as (
    insert into action_keys (tenant_id, agent, key, action_id, action_hash)
    select p_tenant, agent, key, id, action_hash from given where key is not null order by agent, key
    on conflict do nothing
    returning action_id
  ), opened as (
    select * from given where key is null or id in (select action_id from keyed)
  ), kept as (
    insert into action_requests (tenant_id, action_id, request)
    select p_tenant, id, convert_to(request, 'UTF8') from opened where request is not null
  ), written as (
    insert into actions (tenant_id, at, id, agent, status, topic, action, tool, host, action_hash, decision, rule,
      reason, code, matched, constraints, policy_hash, decided_us, approval_id, last_leaf, deadline)
    select p_tenant, at, id, agent, status, topic, action, tool, host, action_hash, decision, rule,
      reason, code, matched, constraints, policy_hash, decided_us, approval, leaf, deadline
    from opened
  )
  select coalesce(array_agg(n), '{}') into v_done from opened;
  return v_done;
end
$$`

/** Moves actions on; gives the numbers of those that moved. Of several moves of one action the first counts. */
export const ACTION_MOVE = `
create function action_move(p_tenant text, p_epoch bigint, p_at timestamptz, p_items json)
returns integer[] language plpgsql as $$
declare
  v_item record;
  v_done integer[] := '{}';
begin
  -- In the order of their ids, so that two groups never wait for each other.
  for v_item in
    select * from json_to_recordset(p_items) as i (n integer, epoch bigint, id uuid, at timestamptz, sources text[],
      status text, decision text, rule text, reason text, code text, matched text[], constraints json,
      policy_hash text, decided_us real, approval uuid, approval_version integer, leaf uuid, deadline timestamptz)
    where i.epoch = p_epoch
    order by i.id, i.n
  loop
    perform from actions a
    where a.tenant_id = p_tenant and a.at = v_item.at and a.id = v_item.id and a.status = any (v_item.sources)
    for update;
    continue when not found;
    continue when v_item.approval_version is not null
      and not approval_consume(p_tenant, v_item.approval, v_item.approval_version, p_at);
    update actions a
    set status = v_item.status, decision = v_item.decision, rule = v_item.rule, reason = v_item.reason,
      code = v_item.code, matched = v_item.matched, constraints = v_item.constraints,
      policy_hash = v_item.policy_hash, decided_us = v_item.decided_us,
      approval_id = coalesce(v_item.approval, a.approval_id), last_leaf = v_item.leaf, deadline = v_item.deadline
    where a.tenant_id = p_tenant and a.at = v_item.at and a.id = v_item.id;
    if v_item.status in ('started', 'denied') then
      delete from action_requests r where r.tenant_id = p_tenant and r.action_id = v_item.id;
    end if;
    v_done := v_done || v_item.n;
  end loop;
  return v_done;
end
$$`

/** Records outcomes; gives the numbers of those that were awaited. An outcome may come late, after its lease ran out. */
export const ACTION_SETTLE = `
create function action_settle(p_tenant text, p_at timestamptz, p_items json) returns integer[] language plpgsql as $$
declare
  v_item record;
  v_done integer[] := '{}';
begin
  -- One lookup by primary key each, in the order of their ids, so that two groups never wait for each other.
  for v_item in
    select * from json_to_recordset(p_items) as i (n integer, id uuid, at timestamptz, agent text,
      parent uuid, status text, duration_ms double precision, result_bytes bigint, error_code text, leaf uuid)
    order by i.id, i.n
  loop
    update actions a
    set status = v_item.status, settled_at = p_at, duration_ms = v_item.duration_ms,
      result_bytes = v_item.result_bytes, error_code = v_item.error_code, last_leaf = v_item.leaf, deadline = null
    where a.tenant_id = p_tenant and a.at = v_item.at and a.id = v_item.id
      and a.agent = v_item.agent and a.last_leaf = v_item.parent
      and (a.status = 'started' or (a.status = 'unknown' and a.error_code = 'lease_expired'));
    if found then v_done := v_done || v_item.n; end if;
  end loop;
  return v_done;
end
$$`
