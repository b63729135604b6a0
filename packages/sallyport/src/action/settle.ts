// What came of an execution: recorded once, by whoever was told to execute.
import type { Principal } from '../access/principal.ts'
import { Refusal } from '../refusal.ts'
import { inTenant } from '../store/database.ts'
import type { ItemResult } from './commit.ts'
import type { Outcome } from './gate.ts'
import { settledLeaf } from './leaves.ts'
import { type ActionRow, findAction } from './queries.ts'
import { refusal } from './refuse.ts'
import type { Room } from './room.ts'

/**
 * Records an outcome. The same outcome reported twice counts once, since its first answer may have been lost. Throws
 * `unknown_action`, or `action_not_started` where the action is not waiting for an outcome.
 */
export async function settle(room: Room, principal: Principal, action_id: string, outcome: Outcome): Promise<void> {
  const { tenant, id: agent } = principal
  const known = room.running.get(action_id)
  room.running.delete(action_id)
  if (known !== undefined && known.agent === agent && known.tenant === tenant) {
    if ((await write(room, principal, action_id, known.leaf, outcome)).kind === 'done') return
  }
  const row = await inTenant(room.store.app, tenant, (tx) => findAction(tx, tenant, action_id))
  if (row === undefined || row.agent !== agent) {
    throw new Refusal('unknown_action', `no action \`${action_id}\` of yours; submit it first`)
  }
  if (awaitsOutcome(row) && (await write(room, principal, action_id, row.last_leaf, outcome)).kind === 'done') return
  const now = await inTenant(room.store.app, tenant, (tx) => findAction(tx, tenant, action_id))
  if (now?.status === outcome.status && !awaitsOutcome(now)) return
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

function write(room: Room, by: Principal, id: string, parent: string, outcome: Outcome): Promise<ItemResult> {
  const { tenant, id: agent } = by
  const { status, duration_ms, result_bytes, error_code } = outcome
  const place = { tenant, thread: id, parents: [parent], at: room.now() }
  const leaf = settledLeaf(room.random, place, outcome, agent)
  const settled = { id, agent, parent, status, duration_ms, result_bytes, error_code, leaf: leaf.id }
  return room.writer.write(tenant, { settled, leaves: [leaf] })
}
