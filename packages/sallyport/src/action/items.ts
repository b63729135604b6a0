// The items of the group writer for each step of an action, with the leaves that tell the ledger about it.
import { uuidv7 } from '../ledger/uuid.ts'
import { recordedName } from '../recorded-text.ts'
import type { Asked } from './asked.ts'
import { decidedColumns, type Item } from './commit.ts'
import type { ActionStatus, Submission } from './gate.ts'
import { keptKey, sealedRequest } from './kept-request.ts'
import { decidedLeaf, type Phases, type Place, requestedLeaf } from './leaves.ts'
import type { Room } from './room.ts'
import type { Verdict } from './verdict.ts'

/** An item with the id of its action and of its newest leaf. */
export interface Step {
  readonly id: string
  readonly leaf: string
  readonly item: Item
}

/** A new action. Its request is kept only where a later decision will need it. */
export function openingStep(
  room: Room,
  asked: Asked,
  verdict: Verdict,
  submission: Submission,
  status: ActionStatus,
  approval?: string,
): Step {
  const { at } = verdict
  const id = uuidv7(at, room.random)
  const place: Place = { tenant: asked.content.tenant, thread: id, parents: [], at }
  const requested = requestedLeaf(room.random, place, asked, {
    execute: submission.execute,
    enforces: asked.enforces.map(recordedName),
    ...(submission.idempotency_key === undefined ? {} : { keyed: true }),
    ...(submission.asked_by === undefined ? {} : { asked_by: submission.asked_by }),
  })
  const phases: Phases = status === 'started' ? ['submit', 'dispatch'] : ['submit']
  const after = { ...place, parents: [requested.id] }
  const decided = decidedLeaf(room.random, after, verdict, phases, status, approval ?? null)
  const { agent, topic, action, tool, host } = asked.content
  const opened = {
    ...decidedColumns(verdict),
    ...{ id, agent, status, approval },
    ...{ topic: recordedName(topic), action: recordedName(action), tool: recordedName(tool), host: recordedName(host) },
    action_hash: asked.action_hash,
    trajectory_name: asked.trajectory_id,
    key: keptKey(submission.idempotency_key),
    request: status === 'held' || status === 'allowed' ? sealedRequest(room.store, id, asked) : undefined,
    leaf: decided.id,
    deadline: status === 'started' ? deadlineOf(room, verdict) : undefined,
    holds: status === 'started' ? verdict.holds : [],
  }
  return { id, leaf: decided.id, item: { opened, leaves: [requested, decided] } }
}

/** Where an action goes on to, and after which leaf. */
export interface Move {
  readonly id: string
  readonly tenant: string
  readonly parent: string
  readonly sources: readonly ActionStatus[]
  readonly status: ActionStatus
  /** The approval that the action waits for or uses up. */
  readonly approval_id?: string
  /** Version of the approval to consume with the move; absent where none is consumed. */
  readonly consumes?: number
}

/** An action that goes on, decided again at dispatch. `again` is the retry that brought it here, if one did. */
export function movingStep(room: Room, verdict: Verdict, move: Move, again?: Asked): Step {
  const { id, tenant, approval_id: approval, status } = move
  const place: Place = { tenant, thread: id, parents: [move.parent], at: verdict.at }
  const retried = again === undefined ? [] : [requestedLeaf(room.random, place, again, { joins: true })]
  const parents = [...retried.map((leaf) => leaf.id), ...place.parents]
  const decided = decidedLeaf(room.random, { ...place, parents }, verdict, ['dispatch'], status, approval ?? null)
  const moved = {
    ...decidedColumns(verdict),
    ...{ id, sources: move.sources, status, approval, leaf: decided.id },
    approval_version: move.consumes,
    deadline: status === 'started' ? deadlineOf(room, verdict) : undefined,
    holds: status === 'started' ? verdict.holds : [],
  }
  return { id, leaf: decided.id, item: { moved, leaves: [...retried, decided] } }
}

function deadlineOf({ settings }: Room, verdict: Verdict): number {
  const { timeout_ms } = verdict.decision.constraints ?? {}
  return verdict.at + (timeout_ms === undefined ? settings.lease_ms : timeout_ms + settings.grace_ms)
}
