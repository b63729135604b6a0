// Sessions in one statement: steps in pages, a version that says whether the writer knows the row, and the session of each action.
import { type Kysely, sql } from 'kysely'
import { isolateTenants } from '../isolate-tenants.ts'
import { TRAJECTORY_OPEN } from './0014-session-open.ts'

/** Creates `trajectory_pages` in place of `trajectory_steps`, `trajectories.version` and `actions.trajectory_name`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A row a step would cost nine times the space, and most of the time of a write. `steps`: an array a step, see `pack-steps.ts`.
  await sql`
    create table trajectory_pages (
      tenant_id text not null,
      trajectory_id uuid not null,
      id bigint generated always as identity,
      count integer not null,
      steps json not null,
      primary key (tenant_id, trajectory_id, id)
    )`.execute(db)
  // The owner's own tables hide the rows of tenants from it, too.
  await sql`alter table trajectory_steps no force row level security`.execute(db)
  await sql`
    insert into trajectory_pages (tenant_id, trajectory_id, count, steps)
    select tenant_id, trajectory_id, count(*), json_agg(json_build_array(
      round(extract(epoch from at) * 1000)::bigint, kind, action_id, name,
      json_build_array(facts->'reads', facts->'sends', facts->'sensitive', facts->'untrusted', facts->'tier'),
      decision, code, status, signs, points) order by id)
    from (
      select *, (row_number() over (partition by tenant_id, trajectory_id order by id) - 1) / 100 as page
      from trajectory_steps
    ) as s
    group by tenant_id, trajectory_id, page
    order by tenant_id, trajectory_id, page`.execute(db)
  await sql`drop table trajectory_steps`.execute(db)
  await isolateTenants(db, ['trajectory_pages'])
  await sql`grant select, insert on trajectory_pages to sallyport_app`.execute(db)
  await sql`alter table trajectories add column version integer not null default 0`.execute(db)
  await sql`grant update (version) on trajectories to sallyport_app`.execute(db)
  await sql`drop function trajectory_add(text, jsonb, jsonb)`.execute(db)
  await sql.raw(TRAJECTORY_ADD).execute(db)
  // Sessions at risk are looked for by their agent, the worst first, and `last_at` changes with every write.
  await sql.raw(TRAJECTORY_OPEN).execute(db)
  await sql`drop index trajectories_at_risk`.execute(db)
  await sql`create index trajectories_at_risk on trajectories (tenant_id, agent)
    where ended_at is null and (rung <> 'clear' or risk > forgiven)`.execute(db)
  // The caller's own name for the session, so that an outcome finds it at whichever replica it arrives.
  await sql`alter table actions add column trajectory_name text`.execute(db)
  await sql.raw(ACTION_OPEN).execute(db)
}

/**
 * Adds pages and marks to trajectories, in the order given, and writes what `p_rows` says of the trajectories themselves. Gives
 * the marks that others added after each of `p_cursors`, in order, and then, as `after` alone, where the cursor of each
 * trajectory with new marks stands now. Where one of `p_cursors` is not of the version that is named, it does nothing but say
 * `stale`. Needs no transaction around it, unless the caller writes something else with it.
 *
 * A function, so that it is planned once; planned anew for every payload, it would cost half as much again. In loops, since
 * tables look small when it is planned, and a join would then read all rows of the tenant for the sake of a few.
 */
const TRAJECTORY_ADD = `
create function trajectory_add(p_tenant text, p_rows json, p_cursors json, p_pages json, p_marks json)
returns table (stale boolean, trajectory_id uuid, id bigint, kind text, complete boolean, prints bytea, after bigint)
language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_tenant text := set_config('sallyport.tenant', p_tenant, true);
  v_version integer;
  v_cursor record;
  n record;
begin
  -- In one order, so that no two writers wait for each other; nothing is read of them or written before all are locked.
  for v_cursor in select * from json_to_recordset(p_cursors) as c (id uuid, version integer) order by c.id loop
    select t.version into v_version from trajectories t where t.tenant_id = p_tenant and t.id = v_cursor.id for update;
    if v_version is distinct from v_cursor.version then
      return query select true, null::uuid, null::bigint, null, null::boolean, null::bytea, null::bigint;
      return;
    end if;
  end loop;
  for v_cursor in select * from json_to_recordset(p_cursors) as c (id uuid, after bigint) loop
    return query
      select false, m.trajectory_id, m.id, m.kind, m.complete, m.prints, null::bigint
      from trajectory_marks m
      where m.tenant_id = p_tenant and m.trajectory_id = v_cursor.id and m.id > v_cursor.after
      order by m.id;
  end loop;
  for n in select * from json_to_recordset(p_rows) as r (id uuid, version integer, last_at timestamptz,
    ended_at timestamptz, rung text, since timestamptz, risk float8, forgiven float8, last_sign_at timestamptz, calls integer, signs jsonb, tools jsonb,
    read_private boolean, read_untrusted boolean, strayed boolean, drifted boolean, scope jsonb, last_leaf uuid)
  loop
    update trajectories t set version = n.version + 1, last_at = n.last_at, ended_at = n.ended_at, rung = n.rung, since = n.since, risk = n.risk,
      forgiven = n.forgiven, last_sign_at = n.last_sign_at, calls = n.calls, signs = n.signs, tools = n.tools,
      read_private = n.read_private, read_untrusted = n.read_untrusted, strayed = n.strayed, drifted = n.drifted,
      scope = n.scope, last_leaf = n.last_leaf
    where t.tenant_id = p_tenant and t.id = n.id;
  end loop;
  insert into trajectory_pages (tenant_id, trajectory_id, count, steps)
  select p_tenant, p.id, p.count, p.steps from json_to_recordset(p_pages) as p (id uuid, count integer, steps json);
  if p_marks is not null then
    return query
      with marked as (
        insert into trajectory_marks (tenant_id, trajectory_id, kind, complete, prints)
        select p_tenant, m.id, m.kind, m.complete, decode(m.prints, 'base64')
        from json_to_recordset(p_marks) as m (id uuid, kind text, complete boolean, prints text)
        returning trajectory_id, id)
      select false, trajectory_id, null::bigint, null, null::boolean, null::bytea, max(id) from marked group by trajectory_id;
  end if;
end
$$`

/** Inserts new actions, but for the lost ones; as before, and with the name of the session. */
const ACTION_OPEN = `
create or replace function action_open(p_tenant text, p_items json, p_requests json, p_lost integer[])
returns void language plpgsql as $$
begin
  insert into actions (tenant_id, at, id, agent, status, topic, action, tool, host, action_hash, decision, rule,
    reason, code, matched, constraints, policy_hash, decided_us, approval_id, last_leaf, deadline, trajectory_name)
  select p_tenant, at, id, agent, status, topic, action, tool, host, action_hash, decision, rule,
    reason, code, matched, constraints, policy_hash, decided_us, approval, leaf, deadline, trajectory_name
  from json_to_recordset(p_items) as i (n integer, id uuid, at timestamptz, agent text, status text, topic text,
    action text, tool text, host text, action_hash text, decision text, rule text, reason text, code text,
    matched text[], constraints json, policy_hash text, decided_us real, approval uuid, leaf uuid,
    deadline timestamptz, trajectory_name text)
  where i.n <> all (p_lost);
  if p_requests is not null then
    insert into action_requests (tenant_id, action_id, request)
    select p_tenant, id, convert_to(request, 'UTF8')
    from json_to_recordset(p_requests) as r (n integer, id uuid, request text)
    where r.n <> all (p_lost);
  end if;
end
$$`
