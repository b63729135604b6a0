// When policy or approval changed between decision and commit: decide anew, but not for ever.
import type { Refusal } from '../refusal.ts'
import type { Asked } from './asked.ts'
import { refusal } from './refuse.ts'
import type { Room } from './room.ts'

/** Nothing was written; decide again, under a policy of at least this epoch. */
export interface Again {
  readonly again: true
  readonly epoch: number
}

/** Nothing was written, and the policy is still the same. */
export const AGAIN: Again = { again: true, epoch: 0 }

/** Thrown inside a transaction to roll it back and decide again. */
export class Raced extends Error {
  readonly again: Again
  constructor(again: Again) {
    super('policy or approval changed under the decision')
    this.again = again
  }
}

/** Runs a transaction of the slow path; a `Raced` in it becomes its `Again`. */
export async function orAgain<T>(work: Promise<T>): Promise<T | Again> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Raced) return error.again
    throw error
  }
}

/** The refusal of an action under which everything kept changing. */
export function contended(room: Room, asked: Asked): Promise<Refusal> {
  const message = 'policy or approval kept changing while this was decided; try again in a moment'
  return refusal(room, { tenant: asked.principal.tenant, code: 'contended', message, asked })
}
