// Lets calls that arrive together share one transaction: each call waits for the commit that holds it.
import { Refusal } from '../refusal.ts'

/** Bounds of one tenant's queue. */
export interface GroupSettings {
  /** Most items of one transaction. */
  readonly most_items: number
  /** Most items that may wait; one more is refused `overloaded`. */
  readonly most_waiting: number
  /** Transactions that may be under way at the same time. */
  readonly lanes: number
}

/** Writes a group in one transaction and answers each item, in order; throws when nothing of the group was written. */
export type WriteGroup<I, R> = (tenant: string, items: readonly I[]) => Promise<readonly R[]>

/** Takes single items and writes them in groups. */
export interface GroupWriter<I, R> {
  /** Resolves when the item's transaction has committed. */
  write(tenant: string, item: I): Promise<R>
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>
}

interface Waiting<I, R> {
  readonly item: I
  readonly resolve: (result: R) => void
  readonly reject: (reason: unknown) => void
}

interface Queue<I, R> {
  readonly waiting: Waiting<I, R>[]
  busy: number
  scheduled: boolean
}

/** Writes a group and answers its items. INVARIANT: one bad item never fails its group; halving finds it. */
function halving<I, R>(writeGroup: WriteGroup<I, R>, isItemFault: (error: unknown) => boolean) {
  return async function writeOrHalve(tenant: string, group: readonly Waiting<I, R>[]): Promise<void> {
    try {
      const results = await writeGroup(
        tenant,
        group.map((one) => one.item),
      )
      group.forEach((one, index) => {
        one.resolve(results[index] as R)
      })
    } catch (error) {
      if (group.length === 1 || !isItemFault(error)) {
        for (const one of group) one.reject(error)
        return
      }
      const half = group.length >> 1
      await writeOrHalve(tenant, group.slice(0, half))
      await writeOrHalve(tenant, group.slice(half))
    }
  }
}

/** Makes a writer; `write` says whether an error can be blamed on an item (`isItemFault`), or is the store's own. */
export function groupWriter<I, R>(
  writeGroup: WriteGroup<I, R>,
  isItemFault: (error: unknown) => boolean,
  settings: GroupSettings,
): GroupWriter<I, R> {
  const queues = new Map<string, Queue<I, R>>()
  const writeOrHalve = halving(writeGroup, isItemFault)
  let idlers: (() => void)[] = []

  const drain = (tenant: string, queue: Queue<I, R>): void => {
    queue.scheduled = false
    while (queue.busy < settings.lanes && queue.waiting.length > 0) {
      const group = queue.waiting.splice(0, settings.most_items)
      queue.busy += 1
      void writeOrHalve(tenant, group).then(() => {
        queue.busy -= 1
        if (queue.waiting.length > 0) schedule(tenant, queue)
        else if (queue.busy === 0) forget(tenant)
      })
    }
  }

  // After the poll phase: whatever this turn of the event loop brings in shares one transaction.
  const schedule = (tenant: string, queue: Queue<I, R>): void => {
    if (queue.scheduled) return
    queue.scheduled = true
    setImmediate(drain, tenant, queue)
  }

  const forget = (tenant: string): void => {
    queues.delete(tenant)
    if (queues.size > 0) return
    for (const idle of idlers) idle()
    idlers = []
  }

  return {
    write(tenant, item) {
      const queue = queues.get(tenant) ?? { waiting: [], busy: 0, scheduled: false }
      queues.set(tenant, queue)
      if (queue.waiting.length >= settings.most_waiting) {
        const message = `${settings.most_waiting} calls are waiting for the ledger; try again in a moment`
        return Promise.reject(new Refusal('overloaded', message))
      }
      return new Promise<R>((resolve, reject) => {
        queue.waiting.push({ item, resolve, reject })
        if (queue.busy < settings.lanes) schedule(tenant, queue)
      })
    },
    idle: () => (queues.size === 0 ? Promise.resolve() : new Promise((resolve) => idlers.push(resolve))),
  }
}
