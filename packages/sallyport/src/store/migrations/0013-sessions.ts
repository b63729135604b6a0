// Sessions in few statements: looked for and begun in one that is its own transaction, written in another.
import { type Kysely, sql } from 'kysely'
import { TRAJECTORY_ADD } from './0013-session-history.ts'

/** Creates `trajectory_begin`, `trajectory_open` and `trajectory_add`, and makes steps cheaper to write. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TRAJECTORY_BEGIN).execute(db)
  await sql.raw(TRAJECTORY_OPEN).execute(db)
  await sql.raw(TRAJECTORY_ADD).execute(db)
  // Row-level security checks the tenant. Whoever writes steps and marks holds the row of their trajectory locked, and no row
  // of a trajectory is ever deleted.
  for (const key of [
    'trajectories_tenant_id',
    'trajectory_steps_tenant_id_trajectory_id',
    'trajectory_marks_tenant_id_trajectory_id',
  ]) {
    const table = key.slice(0, key.indexOf('_tenant_id'))
    await sql`alter table ${sql.table(table)} drop constraint ${sql.ref(`${key}_fkey`)}`.execute(db)
  }
  // Only the step that decided an action is ever looked for by it, and only trajectories with open risk by their agent.
  await sql`drop index trajectory_steps_action`.execute(db)
  await sql`drop index trajectories_of_agent`.execute(db)
  await sql`create index trajectory_steps_decided on trajectory_steps (tenant_id, action_id)
    where kind = 'decided'`.execute(db)
  await sql`create index trajectories_at_risk on trajectories (tenant_id, agent, last_at)
    where ended_at is null and (rung <> 'clear' or risk > forgiven)`.execute(db)
}

/**
 * The running trajectory of that name and the agent's habits. Where none runs, how the agent's others stand that a new one may
 * inherit from (newest first, a hundred at most); and where there are none of these either, `p_row` has begun.
 */
const TRAJECTORY_OPEN = `
create function trajectory_open(p_tenant text, p_row jsonb)
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
      order by t.last_at desc limit 100) as o;
    if others = '[]' then
      begun := trajectory_begin(p_tenant, p_row);
    end if;
  end if;
  return next;
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
