// From the database to where heads are kept: each log's newest checkpoint, one replica at a time.
import { readCheckpoint } from '@sallyport/core'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { PublishedHeads } from './published-heads.ts'

/** Publishes the newest checkpoint of every open log that has grown since it was last published; answers how many. */
export function publishHeads(db: Database, heads: PublishedHeads): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`set local idle_in_transaction_session_timeout = '10s'`.execute(tx)
    // INVARIANT: heads are published in order, so a published head never goes back.
    await sql`select pg_advisory_xact_lock(hashtextextended('sallyport ledger heads', 0))`.execute(tx)
    const { rows } = await sql<{ origin: string; size: number; note: string }>`
      select logs.origin, newest.size, newest.note
      from logs cross join lateral (
        select size, note from checkpoints where checkpoints.log_id = logs.log_id order by size desc limit 1
      ) newest
      where not logs.closed`.execute(tx)
    const grown = rows.filter(({ origin, size }) => size > publishedSize(heads, origin))
    for (const { origin, note } of grown) await heads.publish(origin, note)
    return grown.length
  })
}

function publishedSize(heads: PublishedHeads, origin: string): number {
  const note = heads.latest(origin)
  return note === null ? 0 : (readCheckpoint(note)?.size ?? 0)
}
