// What the parts of the room share: the store, the clocks, the configuration and its hash.
import type { RiskConfiguration } from '@sallyport/core'
import type { RandomBytes } from '../../ledger/uuid.ts'
import type { Store } from '../../store/database.ts'
import type { TrajectoryView } from './view.ts'

/** What the room of running trajectories needs from outside. */
export interface LiveDeps {
  readonly store: Store
  readonly now: () => number
  /** Milliseconds that never jump. */
  readonly steady: () => number
  readonly random: RandomBytes
  readonly configuration: RiskConfiguration
  /** Hears of a frozen trajectory to which no person came in time. */
  readonly alarm: (tenant: string, trajectory: TrajectoryView) => void
  /** Hears of what goes wrong in the background and is tried again. */
  readonly failed: (error: unknown) => void
}

/** What happened here is in the database after this long at most. */
export const WRITE_MS = 250

/** What happened at another replica is known here after `WRITE_MS` and this long at most. */
export const STALE_MS = 1_000
