// Seals at a steady pace for as long as the process serves: short waits when idle, none in a backlog, longer after errors.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../store/database.ts'
import type { SequencerDeps } from './open-log.ts'
import { publishHeads } from './publish-heads.ts'
import { BATCH_LEAVES, sealAll, sealRound } from './sequencer.ts'
import { setPressure } from './sequencer-queries.ts'

/** How fast the loop goes, and who hears of its errors. */
export interface SequencerPace {
  /** Wait between rounds without a backlog; bounds how many checkpoints a quiet log gets. 100 ms by default. */
  readonly interval_ms?: number
  /** Shortest time between two publications of heads. 1 s by default. */
  readonly publish_ms?: number
  /** Largest batch. */
  readonly batch?: number
  /** Hears of each round that failed; the loop goes on. */
  readonly failed?: (error: unknown) => void
}

/** A running loop. */
export interface SequencerLoop {
  /** Ends the loop after the round under way, then seals what is pending and publishes the last heads. */
  stop(): Promise<void>
}

const LONGEST_WAIT_MS = 5_000

/** Starts the loop. Any number of replicas may run one; each tenant's batches are sealed by one at a time. */
export function startSequencer(db: Database, deps: SequencerDeps, pace: SequencerPace = {}): SequencerLoop {
  const { interval_ms = 100, publish_ms = 1_000, failed = () => undefined } = pace
  const stopping = new AbortController()
  const publish = publisherOf(db, deps, publish_ms)
  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      let wait = interval_ms
      try {
        const { more, backlog } = await sealRound(db, deps, pace.batch)
        if (backlog !== null) await setPressure(db, pressureOf(backlog))
        await publish()
        if (more) wait = 0
        failures = 0
      } catch (error) {
        failed(error)
        wait = Math.min(LONGEST_WAIT_MS, interval_ms * 2 ** ++failures)
      }
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
      await sealAll(db, deps, pace.batch).catch(failed)
    },
  }
}

/**
 * Milliseconds that each recording transaction waits while so many leaves are pending: none up to four batches, then
 * steeply more. Recording is cheaper than sealing, so without it a flood of writers would leave the sequencer behind.
 */
export function pressureOf(backlog: number): number {
  const calm = 4 * BATCH_LEAVES
  return Math.min(2_000, Math.max(0, Math.ceil(((backlog - calm) / calm) * 500)))
}

// Publishes when it is called, but not more often than every `publish_ms`.
function publisherOf(db: Database, deps: SequencerDeps, publish_ms: number): () => Promise<void> {
  let due = 0
  return async () => {
    if (performance.now() < due) return
    await publishHeads(db, deps.heads)
    due = performance.now() + publish_ms
  }
}
