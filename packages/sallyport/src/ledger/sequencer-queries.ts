// The sequencer's SQL: take the lock, move pending leaves into a log, write its new head.
import { sql } from 'kysely'
import type { Database, Tx } from '../store/database.ts'
import { yearBounds } from './origin.ts'

/** A log as the sequencer holds it, its row locked. */
export interface LockedLog {
  readonly log_id: number
  readonly year: number
  readonly shard: number
  readonly origin: string
  readonly vkey: string
  readonly size: number
  readonly frontier: Uint8Array
}

/** Tenants with pending leaves; skips from tenant to tenant in the index, so a long backlog costs nothing. */
export async function pendingTenants(db: Database): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    with recursive waiting as (
      (select tenant_id from pending order by tenant_id limit 1)
      union all
      select (select next.tenant_id from pending next where next.tenant_id > waiting.tenant_id
              order by next.tenant_id limit 1)
      from waiting where waiting.tenant_id is not null
    )
    select tenant_id from waiting where tenant_id is not null`.execute(db)
  return rows.map((row) => row.tenant_id)
}

/**
 * Whether this transaction may sequence `tenant`; false while another replica does. INVARIANT: a leader that stalls
 * inside its transaction loses its session after 10 s, and with it the locks and everything it wrote.
 */
export async function lockTenant(tx: Tx, tenant: string): Promise<boolean> {
  await sql`set local idle_in_transaction_session_timeout = '10s'`.execute(tx)
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('sallyport ledger ' || ${tenant}, 0)) as taken`.execute(tx)
  return rows[0]?.taken === true
}

/** Time of the tenant's oldest pending leaf. */
export async function oldestPending(tx: Tx, tenant: string): Promise<Date | null> {
  const row = await tx
    .selectFrom('pending')
    .select('at')
    .where('tenant_id', '=', tenant)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst()
  return row?.at ?? null
}

/** The log that takes the year's leaves, its row locked until the transaction ends; null where there is none yet. */
export async function lockOpenLog(tx: Tx, tenant: string, year: number): Promise<LockedLog | null> {
  const row = await tx
    .selectFrom('logs')
    .select(['log_id', 'year', 'shard', 'origin', 'vkey', 'size', 'frontier'])
    .where('tenant_id', '=', tenant)
    .where('year', '=', year)
    .where('closed', '=', false)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** The number of the year's last shard, open or closed; 0 where there is none. */
export async function lastShard(tx: Tx, tenant: string, year: number): Promise<number> {
  const row = await tx
    .selectFrom('logs')
    .select((eb) => eb.fn.max('shard').as('shard'))
    .where('tenant_id', '=', tenant)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.shard ?? 0
}

/** Writes a new, empty log. */
export async function insertLog(
  tx: Tx,
  log: { tenant_id: string; year: number; shard: number; origin: string; vkey: string; opened_at: Date },
): Promise<LockedLog> {
  return tx
    .insertInto('logs')
    .values({ ...log, size: 0, frontier: Buffer.alloc(0) })
    .returning(['log_id', 'year', 'shard', 'origin', 'vkey', 'size', 'frontier'])
    .executeTakeFirstOrThrow()
}

/** Takes a log out of service; it keeps what it holds. */
export async function closeLog(tx: Tx, log_id: number): Promise<void> {
  await tx.updateTable('logs').set({ closed: true }).where('log_id', '=', log_id).execute()
}

/** Leaves that a batch took. */
export interface MovedLeaves {
  /** Their leaf hashes in a row. */
  readonly leaf_hashes: Uint8Array
  /** About how many leaves were recorded after the last of them. */
  readonly backlog: number
}

/**
 * Moves up to `limit` pending leaves of the log's year into it, in the order they were recorded. PostgreSQL hashes the
 * stored bytes themselves.
 */
export async function movePending(tx: Tx, tenant: string, log: LockedLog, limit: number): Promise<MovedLeaves> {
  const { from, to } = yearBounds(log.year)
  const { rows } = await sql<{ leaf_hashes: Uint8Array | null; backlog: number | null }>`
    with moved as (
      delete from pending
      where tenant_id = ${tenant} and at >= ${from} and at < ${to}
        and seq <= coalesce((
          select seq from pending where tenant_id = ${tenant} and at >= ${from} and at < ${to}
          order by seq offset ${limit - 1} limit 1), 9223372036854775807)
      returning seq, id, thread, type, at, leaf
    ), numbered as (
      select ${log.size}::bigint + row_number() over (order by seq) - 1 as idx, seq, id, thread, type, at, leaf
      from moved
    ), written as (
      insert into entries (log_id, idx, tenant_id, id, thread, type, at, leaf)
      select ${log.log_id}, idx, ${tenant}, id, thread, type, at, leaf from numbered
    )
    select string_agg(sha256('\\x00'::bytea || leaf), ''::bytea order by idx) as leaf_hashes,
      (select max(seq) from pending where tenant_id = ${tenant}) - max(seq) as backlog
    from numbered`.execute(tx)
  return { leaf_hashes: rows[0]?.leaf_hashes ?? new Uint8Array(0), backlog: rows[0]?.backlog ?? 0 }
}

/** What one batch adds to a log beside its entries. */
export interface NewHead {
  readonly size: number
  readonly frontier: Uint8Array
  readonly root: Uint8Array
  readonly note: string
  readonly signed_at: Date
  readonly leaf_hashes: Uint8Array
  readonly tiles: readonly { readonly level: number; readonly idx: number; readonly hash: Uint8Array }[]
}

/**
 * Writes the new head. INVARIANT: it follows the very size that was read under the lock (compare and set), or the
 * whole batch is undone.
 */
export async function writeHead(tx: Tx, tenant: string, log: LockedLog, head: NewHead): Promise<void> {
  const owner = { log_id: log.log_id, tenant_id: tenant }
  const { numUpdatedRows } = await tx
    .updateTable('logs')
    .set({ size: head.size, frontier: Buffer.from(head.frontier) })
    .where('log_id', '=', log.log_id)
    .where('size', '=', log.size)
    .where('closed', '=', false)
    .executeTakeFirst()
  if (Number(numUpdatedRows) !== 1) throw new Error(`the log ${log.origin} moved under its sequencer`)
  await tx
    .insertInto('checkpoints')
    .values({
      ...owner,
      first: log.size,
      size: head.size,
      leaf_hashes: Buffer.from(head.leaf_hashes),
      root: Buffer.from(head.root),
      note: head.note,
      signed_at: head.signed_at,
    })
    .execute()
  if (head.tiles.length === 0) return
  await tx
    .insertInto('tiles')
    .values(head.tiles.map((tile) => ({ ...owner, ...tile, hash: Buffer.from(tile.hash) })))
    .execute()
}

/** Writes one entry that no room recorded: the first leaf of a new shard. */
export async function insertEntry(
  tx: Tx,
  tenant: string,
  log: LockedLog,
  leaf: { id: string; type: string; at: Date; bytes: Uint8Array },
): Promise<void> {
  const { id, type, at, bytes } = leaf
  const row = { log_id: log.log_id, idx: log.size, tenant_id: tenant, id, thread: id, type, at }
  await tx
    .insertInto('entries')
    .values({ ...row, leaf: Buffer.from(bytes) })
    .execute()
}

/**
 * Makes every transaction that records wait for `delay_ms` first; 0 ends it. Holds at once, for all tenants and
 * replicas. Another replica may have set it, so the value in the database is what is compared.
 */
export async function setPressure(db: Database, delay_ms: number): Promise<void> {
  await sql`
    select setval('ledger_pressure', ${delay_ms + 1}::bigint)
    from ledger_pressure where last_value <> ${delay_ms + 1}::bigint`.execute(db)
}
