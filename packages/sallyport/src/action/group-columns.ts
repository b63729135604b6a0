// A group of items as the parameters of `action_commit`: rows as JSON or an array a column, the bytes of their leaves in one piece.
import type { PreparedLeaf } from '../ledger/prepare-leaves.ts'
import { jsonText } from '../store/json-text.ts'
import { timeOf } from './action-id.ts'
import type { DecidedRow, Item, OpenedRow, SettledRow } from './commit.ts'

/** The newest epoch that items of the group were decided under; null where none was decided. */
export function newestEpoch(items: readonly Item[]): number | null {
  let newest: number | null = null
  for (const { opened, moved } of items) {
    const decided = opened ?? moved
    if (decided !== undefined && (newest === null || decided.epoch > newest)) newest = decided.epoch
  }
  return newest
}

/** The types of what `groupColumns` gives, in its order. */
export const GROUP_TYPES: readonly string[] = [
  'integer[]',
  ...['json', 'json', 'json', 'json', 'json', 'json'],
  ...['integer[]', 'uuid[]', 'timestamptz[]', 'text[]', 'uuid[]', 'text[]'],
  ...['double precision[]', 'bigint[]', 'text[]', 'uuid[]'],
  ...['integer[]', 'uuid[]', 'uuid[]', 'text[]', 'timestamptz[]', 'integer[]', 'integer[]'],
  ...['json', 'bytea'],
]

/** The parameters of `action_commit` from `p_decided` on. Items that were decided under an older epoch are left out. */
export function groupColumns(items: readonly Item[], epoch: number | null): readonly unknown[] {
  const decided: number[] = []
  const opened: object[] = []
  const keys: object[] = []
  const requests: object[] = []
  const moved: object[] = []
  const reserve: object[] = []
  const used: object[] = []
  const settled: NumberedOutcome[] = []
  const story = leafColumns()
  items.forEach((item, n) => {
    const row = item.opened ?? item.moved
    if (row !== undefined) {
      if (row.epoch !== epoch) return
      decided.push(n)
      if (row.holds.length > 0) reserve.push({ n, id: row.id, holds: row.holds })
    }
    if (item.opened !== undefined) {
      const { key, request, holds: _, ...rest } = item.opened
      opened.push({ ...rest, ...timesOf(rest), n })
      if (key !== undefined) keys.push(keyOf(item.opened, n))
      if (request !== undefined) requests.push({ n, id: rest.id, request })
    } else if (item.moved !== undefined) {
      const { holds: _, ...rest } = item.moved
      moved.push({ ...rest, ...timesOf(rest), n })
    } else if (item.settled !== undefined) {
      settled.push({ n, outcome: item.settled })
      if (item.settled.used !== undefined) used.push({ id: item.settled.id, ...item.settled.used })
    }
    for (const leaf of item.leaves) story.add(n, leaf)
  })
  const rows = [opened, keys, requests, moved, reserve, used].map(listOf)
  return [arrayOf(decided), ...rows, ...outcomeColumns(settled), ...story.columns()]
}

interface NumberedOutcome {
  readonly n: number
  readonly outcome: SettledRow
}

/** An array a column, in the order of the ids. */
function outcomeColumns(settled: NumberedOutcome[]): readonly (string | null)[] {
  settled.sort((left, right) => (left.outcome.id < right.outcome.id ? -1 : Number(left.outcome.id > right.outcome.id)))
  const column = (read: (outcome: SettledRow) => ArrayItem) => arrayOf(settled.map(({ outcome }) => read(outcome)))
  return [
    arrayOf(settled.map(({ n }) => n)),
    column(({ id }) => id),
    column(({ id }) => timeOf(id)),
    column(({ agent }) => quoted(agent)),
    column(({ parent }) => parent),
    column(({ status }) => status),
    column(({ duration_ms }) => duration_ms),
    column(({ result_bytes }) => result_bytes),
    column(({ error_code }) => error_code && quoted(error_code)),
    column(({ leaf }) => leaf),
  ]
}

interface LeafColumns {
  add(n: number, leaf: PreparedLeaf): void
  columns(): readonly unknown[]
}

function leafColumns(): LeafColumns {
  const [numbers, ids, threads, types, times, starts, sizes] = Array.from({ length: 7 }, (): ArrayItem[] => [])
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
    add(n, { id, thread, type, at, leaf, disclosed }) {
      numbers!.push(n)
      ids!.push(id)
      threads!.push(thread)
      types!.push(type)
      times!.push(new Date(at).toISOString())
      starts!.push(put(leaf))
      sizes!.push(leaf.length)
      for (const { leaf_id, name, salt, value } of disclosed) {
        const start = put(salt)
        const text = Buffer.from(value)
        put(text)
        openings.push({ n, leaf_id, name, start, salted: salt.length, size: text.length })
      }
    },
    columns: () => [
      ...[numbers, ids, threads, types, times, starts, sizes].map((column) => arrayOf(column!)),
      listOf(openings),
      Buffer.concat(pieces, end),
    ],
  }
}

type ArrayItem = string | number | undefined

/** The text of an array of PostgreSQL; null where it would be empty. Texts that are not ours have to be `quoted`. */
function arrayOf(items: readonly ArrayItem[]): string | null {
  if (items.length === 0) return null
  let text = ''
  for (const item of items) text += `${text === '' ? '{' : ','}${item ?? 'NULL'}`
  return `${text}}`
}

function quoted(text: string): string {
  return `"${text.replaceAll('\0', '\ufffd').replace(/["\\]/g, '\\$&')}"`
}

function keyOf({ agent, key, id, action_hash }: OpenedRow, n: number): object {
  return { n, agent, key, id, action_hash }
}

function timesOf({ id, deadline }: Pick<DecidedRow, 'id' | 'deadline'>): object {
  return { at: timeOf(id), deadline: deadline === undefined ? undefined : new Date(deadline).toISOString() }
}

function listOf(rows: readonly object[]): string | null {
  return rows.length === 0 ? null : jsonText(rows)
}
