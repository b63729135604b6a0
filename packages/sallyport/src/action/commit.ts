// Commits a group of items of one tenant through `action_commit`: one statement, one round trip, one commit.
import type { Constraints, Counter, Health, Hold, Used } from '@sallyport/core'
import { CompiledQuery, type Kysely } from 'kysely'
import type { CounterNews } from '../budget/counter-news.ts'
import type { PreparedLeaf } from '../ledger/prepare-leaves.ts'
import type { Tables } from '../store/tables.ts'
import type { ActionStatus } from './gate.ts'
import { GROUP_TYPES, groupColumns, newestEpoch } from './group-columns.ts'
import type { Verdict } from './verdict.ts'

/** A new action. */
export interface OpenedRow extends DecidedRow {
  readonly agent: string
  readonly topic: string | undefined
  readonly action: string | undefined
  readonly tool: string | undefined
  readonly host: string | undefined
  readonly action_hash: string
  /** Idempotency key, if the caller gave one. */
  readonly key: string | undefined
  /** The caller's name for its session. */
  readonly trajectory_name: string | undefined
  /** What a later decision needs again; absent where none will follow. */
  readonly request: string | undefined
}

/** An action that goes on to another status. */
export interface MovedRow extends DecidedRow {
  readonly sources: readonly ActionStatus[]
  /** Version of `approval` to consume; absent where none is consumed. */
  readonly approval_version: number | undefined
}

/** What both say about the decision. */
export interface DecidedRow {
  readonly id: string
  readonly epoch: number
  readonly status: ActionStatus
  readonly decision: string
  readonly rule: string | null
  readonly reason: string
  readonly code: string
  readonly matched: readonly string[]
  readonly constraints: Constraints | null
  readonly policy_hash: string
  readonly decided_us: number
  readonly approval: string | undefined
  /** Newest leaf of the story. */
  readonly leaf: string
  /** When it becomes `unknown` without outcome, in milliseconds since 1970-01-01 UTC. */
  readonly deadline: number | undefined
  /** What it takes from budgets to start. */
  readonly holds: readonly Hold[]
}

/** An outcome. */
export interface SettledRow {
  readonly id: string
  readonly agent: string
  /** The leaf that the outcome follows from; another one now means that somebody else was faster. */
  readonly parent: string
  readonly status: 'succeeded' | 'failed' | 'unknown'
  readonly duration_ms: number
  readonly result_bytes: number | undefined
  readonly error_code: string | undefined
  readonly leaf: string
  /** What budgets should know of it; absent where reservations are settled as they stand, and the tool answered. */
  readonly used?: Used & { readonly health?: Health }
}

/** One item of a group: at most one change, and its leaves. */
export interface Item {
  readonly opened?: OpenedRow
  readonly moved?: MovedRow
  readonly settled?: SettledRow
  readonly leaves: readonly PreparedLeaf[]
}

/**
 * `stale`: the policy has another epoch by now. `lost`: the key, action or approval is not as it was any more. `short`: a
 * budget cannot carry it.
 */
export type ItemResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'stale'; readonly epoch: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'short'; readonly hold: Hold; readonly counter: Counter }

// One text for every group, so that it is prepared once per connection; compiled by hand, because this is the hot path.
const COMMIT = `select epoch, lost, budget from action_commit($1, $2, $3::bigint, ${GROUP_TYPES.map(
  (type, i) => `$${i + 4}${type.endsWith('[]') ? '::text' : ''}::${type}`,
).join(', ')})`

const DONE: ItemResult = { kind: 'done' }
const LOST: ItemResult = { kind: 'lost' }

/** Commits the items; each is done wholly or leaves no trace. `db` may be a transaction of the caller's. */
export async function commitItems(
  db: Kysely<Tables>,
  tenant: string,
  at: number,
  items: readonly Item[],
  hear: (news: readonly CounterNews[]) => void = () => {},
): Promise<readonly ItemResult[]> {
  const newest = newestEpoch(items)
  const { rows } = await db.executeQuery<{ epoch: number | null; lost: number[]; budget: BudgetAnswer | null }>(
    CompiledQuery.raw(COMMIT, [tenant, new Date(at), newest, ...groupColumns(items, newest)]),
  )
  const epoch = rows[0]?.epoch ?? 0
  const lost = new Set(rows[0]?.lost)
  const budget = rows[0]?.budget ?? null
  if (budget !== null && budget.told.length > 0) hear(budget.told)
  return items.map((item, n) => {
    const decided = item.opened ?? item.moved
    if (decided !== undefined && decided.epoch !== epoch) return { kind: 'stale', epoch }
    const short = lost.has(n) ? budget?.refused.find((one) => one.n === n) : undefined
    if (short !== undefined) return { kind: 'short', hold: decided!.holds[short.hold]!, counter: short.counter }
    return lost.has(n) ? LOST : DONE
  })
}

interface BudgetAnswer {
  readonly refused: readonly { readonly n: number; readonly hold: number; readonly counter: Counter }[]
  readonly told: readonly CounterNews[]
}

/** The decision's part of a row. */
export function decidedColumns(
  verdict: Verdict,
): Omit<DecidedRow, 'id' | 'status' | 'approval' | 'leaf' | 'deadline' | 'holds'> {
  const { decision, rule, reason, code, matched, constraints, policy_hash } = verdict.decision
  const { policy, decided_us } = verdict
  return { decision, rule, reason, code, matched, constraints, policy_hash, epoch: policy.epoch, decided_us }
}
