// The SQL behind the first call of a session: one statement to look, one to begin, each a transaction of its own.
import { type Kysely, sql } from 'kysely'

/** Creates `trajectory_look` and `trajectory_begin`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TRAJECTORY_LOOK).execute(db)
  await sql.raw(TRAJECTORY_BEGIN).execute(db)
}

/**
 * The running trajectory of that name, the standing of those of the agent's others that a new one may inherit from (newest
 * first, a hundred at most), and the agent's habits.
 */
const TRAJECTORY_LOOK = `
create function trajectory_look(p_tenant text, p_agent text, p_name text)
returns table (running jsonb, others jsonb, habits jsonb) language plpgsql
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  v_tenant text := set_config('sallyport.tenant', p_tenant, true);
begin
  return query select
    (select to_jsonb(t) from trajectories t
      where t.tenant_id = p_tenant and t.agent = p_agent and t.name = p_name and t.ended_at is null),
    (select coalesce(jsonb_agg(jsonb_build_object('rung', o.rung, 'since', o.since, 'risk', o.risk, 'forgiven', o.forgiven,
        'last_sign_at', o.last_sign_at)), '[]')
      from (select * from trajectories t
        where t.tenant_id = p_tenant and t.agent = p_agent and t.ended_at is null
        order by t.last_at desc limit 100) as o
      where o.rung <> 'clear' or o.risk > o.forgiven),
    (select to_jsonb(h) from agent_habits h where h.tenant_id = p_tenant and h.agent = p_agent);
end
$$`

/** Writes a new trajectory; false where one of its name is running already. */
const TRAJECTORY_BEGIN = `
create function trajectory_begin(p_tenant text, p_row jsonb) returns boolean language plpgsql as $$
declare
  v_tenant text := set_config('sallyport.tenant', p_tenant, true);
begin
  insert into trajectories select * from jsonb_populate_record(null::trajectories, p_row)
  on conflict (tenant_id, agent, name) where ended_at is null do nothing;
  return found;
end
$$`
