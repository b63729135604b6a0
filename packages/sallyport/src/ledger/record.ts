// How every other room writes to the ledger: leaves become pending in the transaction that they report about (D1, D4).
import { randomBytes } from 'node:crypto'
import { buildLeaf, type LeafInput, SALT_BYTES } from '@sallyport/core'
import { sql } from 'kysely'
import { Refusal } from '../refusal.ts'
import type { Tx } from '../store/database.ts'
import { sha256 } from './sha256.ts'
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
  const pending: PendingColumns = { id: [], thread: [], type: [], at: [], leaf: [] }
  const disclosed: DisclosedColumns = { leaf_id: [], name: [], salt: [], value: [] }
  for (const input of leaves) {
    const built = buildLeaf(input, tenant, () => random(SALT_BYTES), sha256)
    if (!built.ok) throw new Refusal(built.code, built.message)
    pending.id.push(input.id)
    pending.thread.push(input.thread)
    pending.type.push(input.type)
    pending.at.push(new Date(input.at))
    pending.leaf.push(Buffer.from(built.bytes))
    for (const { name, salt, value } of built.disclosures) {
      disclosed.leaf_id.push(input.id)
      disclosed.name.push(name)
      disclosed.salt.push(Buffer.from(salt))
      disclosed.value.push(value)
    }
  }
  await insertPending(tx, tenant, pending)
  if (disclosed.leaf_id.length > 0) await insertDisclosures(tx, tenant, disclosed)
}

interface PendingColumns {
  readonly id: string[]
  readonly thread: string[]
  readonly type: string[]
  readonly at: Date[]
  readonly leaf: Buffer[]
}

interface DisclosedColumns {
  readonly leaf_id: string[]
  readonly name: string[]
  readonly salt: Buffer[]
  readonly value: string[]
}

// `order by ord` keeps `seq` in the caller's order, which is the order in the log. `ledger_yield` waits while the
// sequencer is behind, so that the backlog stays bounded.
async function insertPending(tx: Tx, tenant: string, rows: PendingColumns): Promise<void> {
  await sql`
    insert into pending (tenant_id, id, thread, type, at, leaf)
    select ${tenant}, id, thread, type, at, leaf
    from unnest(${rows.id}::uuid[], ${rows.thread}::uuid[], ${rows.type}::text[], ${rows.at}::timestamptz[],
      ${rows.leaf}::bytea[]) with ordinality as given (id, thread, type, at, leaf, ord),
      (select ledger_yield()) as calm
    order by ord`.execute(tx)
}

async function insertDisclosures(tx: Tx, tenant: string, rows: DisclosedColumns): Promise<void> {
  await sql`
    insert into disclosures (tenant_id, leaf_id, name, salt, value)
    select ${tenant}, leaf_id, name, salt, value
    from unnest(${rows.leaf_id}::uuid[], ${rows.name}::text[], ${rows.salt}::bytea[], ${rows.value}::text[])
      as given (leaf_id, name, salt, value)`.execute(tx)
}
