// How every other room writes to the ledger: leaves become pending in the transaction that they report about (D1, D4).
import { randomBytes } from 'node:crypto'
import type { LeafInput } from '@sallyport/core'
import { sql } from 'kysely'
import type { Tx } from '../store/database.ts'
import { type PreparedDisclosure, type PreparedLeaf, prepareLeaf } from './prepare-leaves.ts'
import type { RandomBytes } from './uuid.ts'

/**
 * Records `leaves`, in this order, in the caller's transaction: they count exactly if it commits. A leaf's parents must
 * be recorded before it. Throws `Refusal` `leaf_too_large`, and then the action it reports about must not happen either.
 */
export async function record(
  tx: Tx,
  tenant: string,
  leaves: readonly LeafInput[],
  random: RandomBytes = randomBytes,
): Promise<void> {
  if (leaves.length === 0) return
  const prepared = leaves.map((leaf) => prepareLeaf(tenant, leaf, random))
  await insertPending(tx, tenant, prepared)
  const disclosed = prepared.flatMap((leaf) => leaf.disclosed)
  if (disclosed.length > 0) await insertDisclosures(tx, tenant, disclosed)
}

// `order by ord` keeps `seq` in the caller's order, which is the order in the log. `ledger_yield` waits while the
// sequencer is behind, so that the backlog stays bounded.
async function insertPending(tx: Tx, tenant: string, leaves: readonly PreparedLeaf[]): Promise<void> {
  const ids = leaves.map(({ id }) => id)
  const threads = leaves.map(({ thread }) => thread)
  const types = leaves.map(({ type }) => type)
  const times = leaves.map(({ at }) => new Date(at))
  const bytes = leaves.map(({ leaf }) => Buffer.from(leaf))
  await sql`
    insert into pending (tenant_id, id, thread, type, at, leaf)
    select ${tenant}, id, thread, type, at, leaf
    from unnest(${ids}::uuid[], ${threads}::uuid[], ${types}::text[], ${times}::timestamptz[],
      ${bytes}::bytea[]) with ordinality as given (id, thread, type, at, leaf, ord),
      (select ledger_yield()) as calm
    order by ord`.execute(tx)
}

async function insertDisclosures(tx: Tx, tenant: string, rows: readonly PreparedDisclosure[]): Promise<void> {
  const leaf_ids = rows.map(({ leaf_id }) => leaf_id)
  const names = rows.map(({ name }) => name)
  const salts = rows.map(({ salt }) => Buffer.from(salt))
  const values = rows.map(({ value }) => value)
  await sql`
    insert into disclosures (tenant_id, leaf_id, name, salt, value)
    select ${tenant}, leaf_id, name, salt, value
    from unnest(${leaf_ids}::uuid[], ${names}::text[], ${salts}::bytea[], ${values}::text[])
      as given (leaf_id, name, salt, value)`.execute(tx)
}
