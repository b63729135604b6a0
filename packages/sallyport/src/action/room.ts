// What the steps of the pipeline share: the rooms below, the group writer, and the leaves that outcomes follow from.
import type { ModelPrice, OutputTerms } from '@sallyport/core'
import type { ApprovalService } from '../approval/service.ts'
import type { CounterNews } from '../budget/counter-news.ts'
import { pooledRandom } from '../ledger/random-pool.ts'
import type { RandomBytes } from '../ledger/uuid.ts'
import type { PolicySource } from '../policy/policy-source.ts'
import { type RecentMap, recentMap } from '../recent-map.ts'
import type { Store } from '../store/database.ts'
import { isItemFault } from '../store/item-fault.ts'
import type { Asked } from './asked.ts'
import type { Classify } from './classifier/classified.ts'
import { commitItems, type Item, type ItemResult } from './commit.ts'
import { type Follower, tell } from './follower.ts'
import { type GroupWriter, groupWriter } from './group-writer.ts'
import type { Guard } from './guard.ts'
import type { ActionSettings } from './settings.ts'
import type { Verdict } from './verdict.ts'

/** What the action room needs from outside. */
export interface ActionDeps {
  readonly store: Store
  readonly policy: PolicySource
  readonly approvals: ApprovalService
  readonly now: () => number
  readonly random: RandomBytes
  readonly settings: ActionSettings
  /** Asked in this order after the policy; see `Guard`. */
  readonly guards: readonly Guard[]
  /** Told of every step, in this order. */
  readonly followers: readonly Follower[]
  /** Prices of the catalogue; the policy's own come first. */
  readonly prices?: readonly ModelPrice[]
  /** Told of limits that went past their alert or were reached, and of breakers that opened or closed, after the commit. */
  readonly budgetNews?: (tenant: string, news: readonly CounterNews[]) => void
  /** The model that judges outputs where the policy asks for it; none where the deployment names none. */
  readonly classify?: Classify | null
  /** Hears of what went wrong and was answered with the stricter side. */
  readonly failed: (error: unknown) => void
}

/** A started action that this process may be asked to settle. */
export interface Running {
  readonly agent: string
  readonly tenant: string
  readonly leaf: string
  readonly bounds: OutputBounds
}

/** What an output is held to. */
export interface OutputBounds {
  readonly tool: string | null
  readonly terms: OutputTerms
  readonly max_bytes: number
}

/** The room's inside. */
export interface Room extends ActionDeps {
  readonly writer: GroupWriter<Item, ItemResult>
  /** Started here and not settled yet, by id; saves a read when the outcome comes. Only a cache. */
  readonly running: RecentMap<string, Running>
}

/** Started actions that are remembered. */
const MOST_RUNNING = 50_000

/** Makes the inside of the room. */
export function openRoom(deps: ActionDeps): Room {
  const { store, now, settings } = deps
  const write = (tenant: string, items: readonly Item[]) =>
    commitItems(store.app, tenant, now(), items, (news) => deps.budgetNews?.(tenant, news))
  const writer = groupWriter(write, isItemFault, settings.group)
  return { ...deps, random: pooledRandom(deps.random), writer, running: recentMap(MOST_RUNNING) }
}

/** Remembers a started action; the oldest is forgotten where there are too many. */
export function remember(room: Room, asked: Asked, verdict: Verdict, id: string, leaf: string): void {
  const { tenant, id: agent } = asked.principal
  const { output_terms: terms, decision } = verdict
  const max_bytes = decision.constraints?.max_bytes ?? Number.POSITIVE_INFINITY
  const bounds = { tool: asked.content.tool ?? null, terms, max_bytes }
  room.running.set(id, { agent, tenant, leaf, bounds })
  tell(room, (follower) => follower.started(asked, id))
}
