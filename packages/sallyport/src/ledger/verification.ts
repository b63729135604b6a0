// What a verification found: one outcome over all, and every finding by name, up to a bound.

/** Outcomes, mildest first; the overall outcome is the worst. */
export const VERIFICATION_OUTCOMES = ['ok', 'erased', 'pruned', 'unverifiable', 'tampered'] as const

/**
 * `ok`: as it was signed. `erased`: a personal value was destroyed, the tree still holds. `pruned`: entries were removed
 * by retention, the tree still holds. `unverifiable`: something needed for the judgement is missing or unreadable.
 * `tampered`: changed, missing, added or reordered.
 */
export type VerificationOutcome = (typeof VERIFICATION_OUTCOMES)[number]

/** One thing that is not as it was signed. */
export interface Finding {
  readonly outcome: Exclude<VerificationOutcome, 'ok'>
  /** Stable name of the kind of finding, such as `leaf_changed`. */
  readonly code: string
  /** Origin of the log. */
  readonly log: string
  /** Leaf index, or the first one of a stretch. */
  readonly index?: number
  /** End (exclusive) of a stretch. */
  readonly until?: number
  /** Id of the record, where the stored row still says one. */
  readonly id?: string
  readonly message: string
}

/** One log's part of a verification. */
export interface LogVerification {
  readonly origin: string
  /** Leaves under the newest checkpoint. */
  readonly size: number
  /** Records whose bytes were looked at. */
  readonly records: number
}

/** The result of a verification. */
export interface Verification {
  readonly outcome: VerificationOutcome
  readonly records: number
  readonly logs: readonly LogVerification[]
  readonly findings: readonly Finding[]
  /** Findings beyond the bound, counted only. */
  readonly omitted: number
  /** Leaves of the database that wait to be sealed: nothing is proven about them yet. */
  readonly pending: number
}

/** Collects findings while a verification runs. */
export interface Findings {
  add(finding: Finding): void
  finish(logs: readonly LogVerification[], pending?: number): Verification
}

const MOST_FINDINGS = 1_000

/** An empty collection; it holds the first thousand findings, and counts the rest. */
export function collectFindings(): Findings {
  const findings: Finding[] = []
  let omitted = 0
  let worst = 0
  return {
    add(finding) {
      worst = Math.max(worst, VERIFICATION_OUTCOMES.indexOf(finding.outcome))
      if (findings.length < MOST_FINDINGS) findings.push(finding)
      else omitted++
    },
    finish(logs, pending = 0) {
      const records = logs.reduce((sum, log) => sum + log.records, 0)
      return { outcome: VERIFICATION_OUTCOMES[worst] ?? 'tampered', records, logs, findings, omitted, pending }
    },
  }
}
