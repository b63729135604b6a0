// Where the policy in force comes from, as the rooms above see it.
import type { Matcher } from '@sallyport/core'
import type { Tx } from '../store/database.ts'

/** The policy that decides for one tenant. A tenant without a policy has one that denies everything, at epoch 0. */
export interface ActivePolicy {
  readonly matcher: Matcher
  /** Lower-case hex SHA-256 of the compiled bundle. */
  readonly policy_hash: string
  /** Counts activations; the deciding transaction compares it with `policy_heads.epoch`. */
  readonly epoch: number
}

/** Gives the policy in force; a cached one, at most one poll (a second) older than the database. */
export interface PolicySource {
  /**
   * The tenant's active policy. Pass `at_least_epoch` after a transaction found a newer epoch than the one it decided
   * under: a cached policy that is older is loaded again first.
   */
  current(tenant: string, at_least_epoch?: number): Promise<ActivePolicy>
  /** The epoch in the database as `tx` sees it; for answers that no deciding transaction will check. */
  liveEpoch(tx: Tx, tenant: string): Promise<number>
}
