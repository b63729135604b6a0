// Policy versions and the head that says which of them decides (D4: who, when, why).
import { type Kysely, sql } from 'kysely'
import { isolateTenants } from '../isolate-tenants.ts'

/** Creates `policies` and `policy_heads`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table policies (
      tenant_id text not null references tenants,
      version integer not null check (version > 0),
      bundle text not null,
      policy_hash text not null check (policy_hash ~ '^[0-9a-f]{64}$'),
      reason text not null,
      created_at timestamptz not null,
      created_by text not null,
      primary key (tenant_id, version)
    )`.execute(db)
  await sql`
    create table policy_heads (
      tenant_id text primary key references tenants,
      last_version integer not null,
      active_version integer,
      epoch bigint not null check (epoch >= 0),
      activated_at timestamptz,
      activated_by text,
      foreign key (tenant_id, active_version) references policies,
      check ((active_version is null) = (epoch = 0))
    )`.execute(db)
  await isolateTenants(db, ['policies', 'policy_heads'])
  // A replica asks once a second for the epochs of all the tenants it serves; this setting opens nothing but heads.
  await sql`
    create policy epochs on policy_heads for select
      using (current_setting('sallyport.task', true) = 'policy-epochs')`.execute(db)
  await sql`grant select, insert on policies to sallyport_app`.execute(db)
  await sql`grant select, insert on policy_heads to sallyport_app`.execute(db)
  await sql`grant update (last_version, active_version, epoch, activated_at, activated_by) on policy_heads
    to sallyport_app`.execute(db)
}
