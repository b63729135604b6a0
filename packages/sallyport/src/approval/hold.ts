// Opens an approval for a held action, and closes one that can no longer be used, in the action's own transaction.
import type { ApprovalDemand, ApprovalStatus, JsonObject, LeafInput } from '@sallyport/core'
import { record } from '../ledger/record.ts'
import { type RandomBytes, uuidv7 } from '../ledger/uuid.ts'
import type { Tx } from '../store/database.ts'
import type { HeldApproval, RecordedVote } from './held-approval.ts'
import { announceApproval, changeApproval, insertApproval, insertVote } from './queries.ts'

/** What the approval room needs from outside for a single change. */
export interface ApprovalClock {
  readonly now: () => number
  readonly random: RandomBytes
}

/** The held action that asks for an approval. */
export interface ApprovalRequest {
  /** UUIDv7 of the approval to open. */
  readonly id: string
  readonly tenant: string
  readonly requester: string
  readonly action_id: string
  readonly action_hash: string
  readonly policy_hash: string
  readonly demand: ApprovalDemand
  readonly shown: JsonObject
  /** Leaf that this follows from: the decision that held the action. */
  readonly parent: string
}

/** A grant's permission, which stands in for a person's vote. */
export interface MintedVote {
  readonly grant_id: string
  readonly grant_leaf: string
  readonly vote: RecordedVote
}

/** Opens an approval; null where the requester has an open one for the identical action, which is to be joined. */
export async function openApproval(
  clock: ApprovalClock,
  tx: Tx,
  request: ApprovalRequest,
  minted: MintedVote | null = null,
): Promise<HeldApproval | null> {
  const now = clock.now()
  const { parent, ...asked } = request
  const leaf = requestLeaf(clock, now, request, minted)
  const approval = {
    ...asked,
    status: minted === null ? ('pending' as const) : ('granted' as const),
    grant_id: minted?.grant_id ?? null,
    last_leaf: leaf.id,
    created_at: now,
    expires_at: now + request.demand.ttl_ms,
  }
  if (!(await insertApproval(tx, approval))) return null
  if (minted !== null) await insertVote(tx, request.tenant, approval.id, minted.vote)
  await record(tx, request.tenant, [leaf], clock.random)
  return { ...approval, version: 1, votes: minted === null ? [] : [minted.vote], consumed_at: null, closed: false }
}

function requestLeaf(clock: ApprovalClock, now: number, asked: ApprovalRequest, minted: MintedVote | null): LeafInput {
  const { policy_hash, requester } = asked
  const demand = { all_of: asked.demand.all_of.map(({ roles, quorum }) => ({ roles, quorum })) }
  return {
    id: uuidv7(now, clock.random),
    type: 'approval.requested',
    thread: asked.action_id,
    parents: minted === null ? [asked.parent] : [asked.parent, minted.grant_leaf],
    at: now,
    body: {
      approval: asked.id,
      requester,
      policy_hash,
      demand,
      expires_at: now + asked.demand.ttl_ms,
      ...(minted === null ? {} : { grant: minted.grant_id }),
    },
    // An unsalted hash would let anybody test guesses at erased arguments, so it is committed to like the rest.
    disclosed: { action_hash: asked.action_hash, shown: asked.shown },
  }
}

/** Why an approval is closed without having been used. */
export type ClosingCause = 'expired' | 'rejected' | 'policy_changed' | 'policy_denies' | 'not_needed' | 'superseded'

/** Closes an approval and says so in the ledger; false where somebody changed it meanwhile. */
export async function closeApproval(
  clock: ApprovalClock,
  tx: Tx,
  held: HeldApproval,
  cause: ClosingCause,
): Promise<boolean> {
  const now = clock.now()
  // Delivering a rejection closes it without another word: the vote is in the ledger already.
  const silent = cause === 'rejected'
  const leaf = uuidv7(now, clock.random)
  const status: ApprovalStatus = silent ? 'rejected' : 'expired'
  const change = { status, last_leaf: silent ? held.last_leaf : leaf, closed_at: new Date(now) }
  if (!(await changeApproval(tx, held.tenant, held.id, held.version, change))) return false
  if (silent) return true
  const body = { approval: held.id, cause }
  const closed: LeafInput = {
    id: leaf,
    type: 'approval.expired',
    thread: held.action_id,
    parents: [held.last_leaf],
    at: now,
    body,
  }
  await record(tx, held.tenant, [closed], clock.random)
  await announceApproval(tx, held.id)
  return true
}
