// Seals pending leaves of every tenant; the loop that repeats it is in `sequencer-loop.ts`.
import type { Database } from '../store/database.ts'
import type { SequencerDeps } from './open-log.ts'
import { publishHeads } from './publish-heads.ts'
import { sealBatch } from './seal-batch.ts'
import { pendingTenants } from './sequencer-queries.ts'

/** Most leaves in one batch: larger ones gain nothing, and a batch is what a crash repeats. */
export const BATCH_LEAVES = 5_000

/** What one round did. */
export interface SealedRound {
  readonly leaves: number
  /** More leaves wait than one batch of some tenant took. */
  readonly more: boolean
  /** The longest backlog of any tenant that this replica sealed for; null where it sealed for none. */
  readonly backlog: number | null
}

/** One batch for every tenant that has pending leaves. A tenant whose batch fails does not keep the others waiting. */
export async function sealRound(db: Database, deps: SequencerDeps, limit = BATCH_LEAVES): Promise<SealedRound> {
  let leaves = 0
  let more = false
  let backlog: number | null = null
  const failures: unknown[] = []
  for (const tenant of await pendingTenants(db)) {
    try {
      const batch = await sealBatch(db, deps, tenant, limit)
      leaves += batch.leaves
      more ||= batch.leaves >= limit
      if (batch.outcome === 'sealed') backlog = Math.max(backlog ?? 0, batch.backlog)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
  return { leaves, more, backlog }
}

/** Seals and publishes until nothing was pending; answers how many leaves that were. */
export async function sealAll(db: Database, deps: SequencerDeps, limit = BATCH_LEAVES): Promise<number> {
  let total = 0
  for (;;) {
    const { leaves } = await sealRound(db, deps, limit)
    total += leaves
    if (leaves === 0) break
  }
  await publishHeads(db, deps.heads)
  return total
}
