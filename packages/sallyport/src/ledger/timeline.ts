// One incident's story from any id in it: every leaf of its threads, in order, in one query (D1).
import { orderTimeline } from '@sallyport/core'
import { sql } from 'kysely'
import type { Tx } from '../store/database.ts'
import { type LeafContent, readLeaf } from './read-leaf.ts'

/** One leaf of a story. */
export interface TimelineEntry extends LeafContent {
  /** Where it is sealed, or null while it is pending. */
  readonly sealed: { readonly origin: string; readonly index: number } | null
}

interface StoryRow {
  readonly leaf: Uint8Array
  readonly origin: string | null
  readonly idx: number | null
}

/**
 * The story around `id`: the id of an action (its thread), of a leaf, or of an approval. Threads that its leaves follow
 * from belong to it. Empty when the tenant's ledger knows nothing of the id.
 */
export async function readTimeline(tx: Tx, id: string): Promise<readonly TimelineEntry[]> {
  const asked = Buffer.from(`"approval":"${id}"`)
  const { rows } = await sql<StoryRow>`
    with recursive threads (thread) as (
      (
        select thread from leaves where id = ${id}::uuid
        union select thread from leaves where thread = ${id}::uuid
        union select thread from leaves
          where type = 'approval.requested' and at = ${timeOf(id)} and position(${asked} in leaf) > 0
      )
      union
      select parent.thread
      from threads
      join leaves child on child.thread = threads.thread
      cross join lateral unnest(string_to_array(replace(
        substring(convert_from(child.leaf, 'UTF8') from '.*"parents":\\[([^]]*)\\],"tenant":'), '"', ''), ',')) as p (id)
      join leaves parent on parent.id = p.id::uuid
      where p.id <> ''
    )
    select l.leaf, logs.origin, l.idx
    from leaves l left join logs on logs.log_id = l.log_id
    where l.thread in (select thread from threads)
    order by l.at, l.idx nulls last, l.seq`.execute(tx)
  return orderTimeline(rows.map(toEntry))
}

function toEntry({ leaf, origin, idx }: StoryRow): TimelineEntry {
  const sealed = origin === null || idx === null ? null : { origin, index: idx }
  return { ...readLeaf(leaf), sealed }
}

// The time in a UUIDv7, which is that of an approval's request.
function timeOf(id: string): Date {
  return new Date(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16))
}
