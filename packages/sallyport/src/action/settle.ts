// What came of an execution: recorded once, by whoever was told to execute.
import type { ActionContent, SettledOutput } from '@sallyport/core'
import type { Principal } from '../access/principal.ts'
import type { ActivePolicy } from '../policy/policy-source.ts'
import { Refusal } from '../refusal.ts'
import { inTenant } from '../store/database.ts'
import { type StartedElsewhere, tell } from './follower.ts'
import type { Outcome } from './gate.ts'
import { termsOf } from './output-terms.ts'
import { type ActionRow, findAction } from './queries.ts'
import { refusal } from './refuse.ts'
import type { OutputBounds, Room } from './room.ts'
import { repeatedOutput, type Settling, type Written, writeOutcome } from './write-outcome.ts'

/**
 * Records an outcome; where its output came along, the answer says what of it may flow on. The same outcome reported
 * twice counts once, since its first answer may have been lost. Throws `unknown_action`, or `action_not_started` where
 * the action is not waiting for an outcome.
 */
export async function settle(
  room: Room,
  principal: Principal,
  action_id: string,
  outcome: Outcome,
): Promise<SettledOutput | null> {
  const { tenant, id: agent } = principal
  const known = room.running.get(action_id)
  room.running.delete(action_id)
  if (known !== undefined && known.agent === agent && known.tenant === tenant) {
    const settling = { id: action_id, parent: known.leaf, bounds: known.bounds }
    const written = await record(room, principal, settling, outcome, null)
    if (written !== null) return written.output
  }
  const row = await inTenant(room.store.app, tenant, (tx) => findAction(tx, tenant, action_id))
  if (row === undefined || row.agent !== agent) {
    throw new Refusal('unknown_action', `no action \`${action_id}\` of yours; submit it first`)
  }
  const policy = await room.policy.current(tenant)
  const settling = { id: action_id, parent: row.last_leaf, bounds: boundsOf(policy, principal, row) }
  const elsewhere = elsewhereOf(policy, principal, row)
  const late = awaitsOutcome(row) ? await record(room, principal, settling, outcome, elsewhere) : null
  if (late !== null) return late.output
  const now = await inTenant(room.store.app, tenant, (tx) => findAction(tx, tenant, action_id))
  if (now?.status === outcome.status && !awaitsOutcome(now)) return repeatedOutput(room, principal, settling, outcome)
  const story = { thread: action_id, parents: [row.last_leaf], facts: { action: action_id, status: row.status } }
  const message = `the action is \`${row.status}\` and waits for no outcome`
  throw await refusal(room, { tenant, code: 'action_not_started', message, ...story })
}

// An outcome may come late: the lease ran out, and whoever executes was only slow.
function awaitsOutcome(row: ActionRow): boolean {
  return row.status === 'started' || (row.status === 'unknown' && row.error_code === LEASE_EXPIRED)
}

/** Error code of an action that nobody settled in time. */
export const LEASE_EXPIRED = 'lease_expired'

async function record(
  room: Room,
  by: Principal,
  settling: Settling,
  outcome: Outcome,
  elsewhere: StartedElsewhere | null,
): Promise<Written | null> {
  const { fingerprints: _, ...recorded } = outcome
  const written = await writeOutcome(room, by, settling, recorded)
  if (written === null) return null
  const score = written.output?.score ?? outcome.inspected?.score ?? 0
  const action = { tenant: by.tenant, id: settling.id, elsewhere }
  await tell(room, (follower) => follower.settled(action, outcome, score))
  return written
}

// Started elsewhere, or long ago: the terms of the policy that is in force now.
function boundsOf(policy: ActivePolicy, { tier }: Principal, { tool, constraints }: ActionRow): OutputBounds {
  const terms = termsOf(policy, tool, tier, constraints)
  return { tool, terms, max_bytes: constraints?.max_bytes ?? Number.POSITIVE_INFINITY }
}

function elsewhereOf({ matcher }: ActivePolicy, by: Principal, row: ActionRow): StartedElsewhere | null {
  const { topic, action, tool, host, trajectory_name: trajectory_id } = row
  if (trajectory_id === null) return null
  const names = Object.entries({ topic, action, tool, host }).filter(([, name]) => name !== null)
  const content: ActionContent = { ...Object.fromEntries(names), tenant: by.tenant, agent: by.id }
  return { content, trajectory_id, tier: by.tier, matcher }
}
