// The SQL that adds to running trajectories what happened in them.

/**
 * Adds, for each of `p_sessions` (whose rows the caller holds locked), its steps and marks in order; writes what `p_rows` says of
 * the trajectories themselves. Gives the marks that others added after the cursor of each session, in order, and then, as
 * `after` alone, where the cursor of each session with new marks stands now.
 *
 * A function, so that it is planned once; planned anew for every payload, it would cost half as much again.
 */
export const TRAJECTORY_ADD = `
create function trajectory_add(p_tenant text, p_rows jsonb, p_sessions jsonb)
returns table (trajectory_id uuid, id bigint, kind text, complete boolean, prints bytea, after bigint) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
#variable_conflict use_column
begin
  return query
    select m.trajectory_id, m.id, m.kind, m.complete, m.prints, null::bigint
    from jsonb_to_recordset(p_sessions) as s (id uuid, after bigint)
    join trajectory_marks m on m.tenant_id = p_tenant and m.trajectory_id = s.id and m.id > s.after
    order by m.id;
  update trajectories t set last_at = n.last_at, ended_at = n.ended_at, rung = n.rung, since = n.since, risk = n.risk,
    forgiven = n.forgiven, last_sign_at = n.last_sign_at, calls = n.calls, signs = n.signs, tools = n.tools,
    read_private = n.read_private, read_untrusted = n.read_untrusted, strayed = n.strayed, drifted = n.drifted,
    scope = n.scope, last_leaf = n.last_leaf
  from jsonb_to_recordset(p_rows) as n (id uuid, last_at timestamptz, ended_at timestamptz, rung text, since timestamptz,
    risk float8, forgiven float8, last_sign_at timestamptz, calls integer, signs jsonb, tools jsonb, read_private boolean,
    read_untrusted boolean, strayed boolean, drifted boolean, scope jsonb, last_leaf uuid)
  where t.tenant_id = p_tenant and t.id = n.id;
  insert into trajectory_steps (tenant_id, trajectory_id, at, kind, action_id, name, facts, decision, code, status, signs, points)
  select p_tenant, s.id, to_timestamp(h.at / 1000), h.kind, h.action_id, h.name, h.facts, h.decision, h.code, h.status, h.signs,
    h.points
  from jsonb_to_recordset(p_sessions) as s (id uuid, steps jsonb),
    rows from (jsonb_to_recordset(s.steps) as (at float8, kind text, action_id uuid, name text, facts jsonb, decision text,
      code text, status text, signs jsonb, points float8)) with ordinality as h
  order by s.id, h.ordinality;
  return query
    with marked as (
      insert into trajectory_marks (tenant_id, trajectory_id, kind, complete, prints)
      select p_tenant, s.id, m.kind, m.complete, decode(m.prints, 'base64')
      from jsonb_to_recordset(p_sessions) as s (id uuid, marks jsonb),
        jsonb_to_recordset(s.marks) as m (kind text, complete boolean, prints text)
      returning trajectory_id, id)
    select trajectory_id, null::bigint, null, null::boolean, null::bytea, max(id) from marked group by trajectory_id;
end
$$`
