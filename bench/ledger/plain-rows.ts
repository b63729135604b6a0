// The yardstick: the same row into a table with a primary key and nothing else.
import { buildLeaf, type LeafInput } from '@sallyport/core'
import pg from 'pg'
import { sha256 } from '../../packages/sallyport/src/ledger/sha256.ts'
import type { Target } from '../../packages/sallyport/src/store/connect.ts'

/** Inserts into the plain table. */
export interface PlainRows {
  /** One statement and one commit for all of `leaves`. */
  insert(leaves: readonly LeafInput[]): Promise<void>
  close(): Promise<void>
}

const TABLE = 'bench_plain_rows'
const INSERT = `insert into ${TABLE} (tenant_id, id, thread, type, at, leaf)
  select $1, * from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[], $6::bytea[])`

/** Creates the table anew. */
export async function openPlainRows(target: Target, connections: number): Promise<PlainRows> {
  const config = typeof target === 'string' ? { connectionString: target } : { ...target }
  const pool = new pg.Pool({ ...config, max: connections })
  await pool.query(`drop table if exists ${TABLE}`)
  await pool.query(`create table ${TABLE} (seq bigint generated always as identity primary key, tenant_id text not null,
    id uuid not null, thread uuid not null, type text not null, at timestamptz not null, leaf bytea not null)`)
  return {
    async insert(leaves) {
      const column = <T>(value: (leaf: LeafInput) => T): T[] => leaves.map(value)
      const values = [
        'bench',
        column(({ id }) => id),
        column(({ thread }) => thread),
        column(({ type }) => type),
        column(({ at }) => new Date(at)),
        column(bytesOf),
      ]
      await pool.query({ name: TABLE, text: INSERT, values })
    },
    async close() {
      await pool.query(`drop table ${TABLE}`)
      await pool.end()
    },
  }
}

function bytesOf(leaf: LeafInput): Buffer {
  const built = buildLeaf(leaf, 'bench', () => new Uint8Array(0), sha256)
  if (!built.ok) throw new Error(built.message)
  return Buffer.from(built.bytes)
}
