// Whoever keeps an account of what becomes of actions, such as their trajectory: told after each step was recorded.
import type { ActionContent, FingerprintKey, Matcher } from '@sallyport/core'
import type { Principal } from '../access/principal.ts'
import type { Asked } from './asked.ts'
import type { Outcome, Passage } from './gate.ts'
import type { Room } from './room.ts'

/** One account. What it answers delays the answer to the caller; what it throws changes nothing, since it comes too late. */
export interface Follower {
  /** A new action was decided, or one that waited is denied after all. */
  decided(asked: Asked, matcher: Matcher, passage: Passage): Promise<void> | void
  /** The caller is told to execute. */
  started(asked: Asked, action_id: string): void
  /** An outcome was recorded; `score` is that of the detectors about its output, in [0, 1]. */
  settled(action: SettledAction, outcome: Outcome, score: number): Promise<void> | void
  /** The key under which whoever executes may send fingerprints of the output in place of the output. */
  fingerprintKey(action_id: string): FingerprintKey | null
  /** There was nothing to decide, or nothing to start. */
  refused(asked: Asked, code: string): Promise<void> | void
}

/** An action whose outcome was recorded. */
export interface SettledAction {
  readonly tenant: string
  readonly id: string
  /** What is known of it where another process started it as the step of a session; null otherwise. */
  readonly elsewhere: StartedElsewhere | null
}

/** A step of a session that another process started, or this one before it was started anew. */
export interface StartedElsewhere {
  readonly content: ActionContent
  /** The session, by the name that its agent uses. */
  readonly trajectory_id: string
  readonly tier: Principal['tier']
  /** The policy that is in force now. */
  readonly matcher: Matcher
}

/** Tells every follower; a promise only where one has to be waited for. */
export function tell(
  { followers, failed }: Pick<Room, 'followers' | 'failed'>,
  step: (follower: Follower) => Promise<void> | void,
): Promise<void> | void {
  let waits: Promise<void>[] | null = null
  for (const follower of followers) {
    try {
      const answer = step(follower)
      if (answer instanceof Promise) waits = [...(waits ?? []), answer.catch(failed)]
    } catch (error) {
      failed(error)
    }
  }
  return waits === null ? undefined : Promise.all(waits).then(() => undefined)
}
