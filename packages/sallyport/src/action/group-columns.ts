// A group of items as the parameters of `action_commit`: rows as JSON, the bytes of their leaves in one piece.
import type { PreparedLeaf } from '../ledger/prepare-leaves.ts'
import { timeOf } from './action-id.ts'
import type { DecidedRow, Item, OpenedRow } from './commit.ts'

/** The newest epoch that items of the group were decided under; null where none was decided. */
export function newestEpoch(items: readonly Item[]): number | null {
  let newest: number | null = null
  for (const { opened, moved } of items) {
    const decided = opened ?? moved
    if (decided !== undefined && (newest === null || decided.epoch > newest)) newest = decided.epoch
  }
  return newest
}

/** The parameters of `action_commit` from `p_decided` on. Items that were decided under an older epoch are left out. */
export function groupColumns(items: readonly Item[], epoch: number | null): readonly unknown[] {
  const decided: number[] = []
  const opened: object[] = []
  const keys: object[] = []
  const requests: object[] = []
  const moved: object[] = []
  const settled: object[] = []
  const story = leafColumns()
  items.forEach((item, n) => {
    const row = item.opened ?? item.moved
    if (row !== undefined) {
      if (row.epoch !== epoch) return
      decided.push(n)
    }
    if (item.opened !== undefined) {
      const { key, request, ...rest } = item.opened
      opened.push({ ...rest, ...timesOf(rest), n })
      if (key !== undefined) keys.push(keyOf(item.opened, n))
      if (request !== undefined) requests.push({ n, id: rest.id, request })
    } else if (item.moved !== undefined) moved.push({ ...item.moved, ...timesOf(item.moved), n })
    else if (item.settled !== undefined) settled.push({ ...item.settled, at: timeOf(item.settled.id), n })
    for (const leaf of item.leaves) story.add(n, leaf)
  })
  const numbers = decided.length === 0 ? null : `{${decided.join()}}`
  return [numbers, ...[opened, keys, requests, moved, settled, story.leaves, story.openings].map(listOf), story.bytes()]
}

interface LeafColumns {
  readonly leaves: object[]
  readonly openings: object[]
  add(n: number, leaf: PreparedLeaf): void
  bytes(): Buffer
}

function leafColumns(): LeafColumns {
  const leaves: object[] = []
  const openings: object[] = []
  const pieces: Uint8Array[] = []
  let end = 0
  // PostgreSQL counts from one.
  const put = (piece: Uint8Array): number => {
    pieces.push(piece)
    end += piece.length
    return end - piece.length + 1
  }
  return {
    leaves,
    openings,
    add(n, { id, thread, type, at, leaf, disclosed }) {
      leaves.push({ n, id, thread, type, at: new Date(at).toISOString(), start: put(leaf), size: leaf.length })
      for (const { leaf_id, name, salt, value } of disclosed) {
        const start = put(salt)
        const text = Buffer.from(value)
        put(text)
        openings.push({ n, leaf_id, name, start, salted: salt.length, size: text.length })
      }
    },
    bytes: () => Buffer.concat(pieces, end),
  }
}

function keyOf({ agent, key, id, action_hash }: OpenedRow, n: number): object {
  return { n, agent, key, id, action_hash }
}

function timesOf({ id, deadline }: Pick<DecidedRow, 'id' | 'deadline'>): object {
  return { at: timeOf(id), deadline: deadline === undefined ? undefined : new Date(deadline).toISOString() }
}

function listOf(rows: readonly object[]): string | null {
  if (rows.length === 0) return null
  const text = JSON.stringify(rows)
  return text.includes('\\u0000') ? text.replace(NUL, '$1\\ufffd') : text
}

// PostgreSQL's text holds no NUL; names that hold one are refused by the policy, and their rows still have to be kept.
// Canonical JSON within a row has its own escapes escaped once more, and stays as it is.
const NUL = /(?<!\\)((?:\\\\)*)\\u0000/g
