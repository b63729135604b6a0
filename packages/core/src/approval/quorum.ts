// Counts votes against what the policy demands: separation of duties and quorum in one place (B3).
import type { ApprovalDemand, ApprovalQuorum } from '../policy/decision.ts'
import type { Vote } from './approval.ts'

/** Where a vote stands. `missing` lists what is still to be approved, with the number of people still needed. */
export interface Tally {
  readonly status: 'pending' | 'granted' | 'rejected'
  readonly missing: readonly ApprovalQuorum[]
}

/** Whether these roles may vote on this demand at all: they fit at least one of its entries. */
export function mayVote(demand: ApprovalDemand, roles: readonly string[]): boolean {
  return demand.all_of.length === 0 || demand.all_of.some((entry) => holdsRole(entry, roles))
}

/**
 * Counts the votes. The requester never counts, a person counts once per entry however often they voted, and one
 * rejection ends it. Every entry is satisfied on its own, so one person holding two roles may serve two entries.
 *
 * INVARIANT: nothing is granted without at least one approving vote, even where a demand asks for less.
 */
export function tally(demand: ApprovalDemand, requester: string, votes: readonly Vote[]): Tally {
  const counted = votes.filter((vote) => vote.person !== requester)
  const missing = entriesOf(demand).flatMap((entry) => stillMissing(entry, counted))
  if (counted.some((vote) => vote.verdict === 'reject')) return { status: 'rejected', missing }
  return { status: missing.length === 0 ? 'granted' : 'pending', missing }
}

function entriesOf(demand: ApprovalDemand): readonly ApprovalQuorum[] {
  return demand.all_of.length === 0 ? [{ roles: [], quorum: 1 }] : demand.all_of
}

function stillMissing(entry: ApprovalQuorum, votes: readonly Vote[]): readonly ApprovalQuorum[] {
  const people = new Set<string>()
  for (const vote of votes) {
    if (vote.verdict === 'approve' && holdsRole(entry, vote.roles)) people.add(vote.person)
  }
  const needed = Math.max(1, entry.quorum) - people.size
  return needed > 0 ? [{ roles: entry.roles, quorum: needed }] : []
}

function holdsRole(entry: ApprovalQuorum, roles: readonly string[]): boolean {
  return entry.roles.length === 0 || entry.roles.some((role) => roles.includes(role))
}
