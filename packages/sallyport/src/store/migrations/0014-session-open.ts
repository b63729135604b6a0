// The SQL that looks for a running trajectory, and begins one where that can be told at once.

/**
 * The running trajectory of that name and the agent's habits. Where none runs, how the agent's others stand that a new one may
 * inherit from (the worst first, a hundred at most, so that none hides behind many others); and where there are none of these
 * either, `p_row` has begun.
 */
export const TRAJECTORY_OPEN = `
create or replace function trajectory_open(p_tenant text, p_row jsonb)
returns table (running jsonb, others jsonb, habits jsonb, begun boolean) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_tenant text := set_config('sallyport.tenant', p_tenant, true);
  v_agent text := p_row->>'agent';
begin
  select to_jsonb(h) into habits from agent_habits h where h.tenant_id = p_tenant and h.agent = v_agent;
  select to_jsonb(t) into running from trajectories t
  where t.tenant_id = p_tenant and t.agent = v_agent and t.name = p_row->>'name' and t.ended_at is null;
  begun := false;
  if running is null then
    select coalesce(jsonb_agg(jsonb_build_object('rung', o.rung, 'since', o.since, 'risk', o.risk, 'forgiven', o.forgiven,
      'last_sign_at', o.last_sign_at)), '[]') into others
    from (select * from trajectories t
      where t.tenant_id = p_tenant and t.agent = v_agent and t.ended_at is null and (t.rung <> 'clear' or t.risk > t.forgiven)
      order by t.rung in ('clear', 'warned'), t.risk - t.forgiven desc limit 100) as o;
    if others = '[]' then
      -- Whatever happens in it commits later and waits for the disk, and by then this is there as well.
      perform set_config('synchronous_commit', 'off', true);
      begun := trajectory_begin(p_tenant, p_row);
    end if;
  end if;
  return next;
end
$$`
