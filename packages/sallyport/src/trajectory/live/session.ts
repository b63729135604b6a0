// One running trajectory as this process knows it: what the database held last, and what happened here since.
import {
  type CompiledScope,
  type FingerprintKey,
  type Habits,
  type LadderState,
  type Marks,
  pointsOf,
  type RiskConfiguration,
  type Sign,
  type SignKind,
  type TaintMemory,
  transition,
} from '@sallyport/core'
import { unpackPrints } from './pack-prints.ts'
import type { Step } from './pack-steps.ts'
import type { StoredMarks, TrajectoryRow } from './queries.ts'

/** What happened here and is not in the database yet. Everything adds up, so that replicas need not agree on an order. */
export interface Unwritten {
  points: number
  calls: number
  readonly signs: Map<SignKind, number>
  readonly steps: Step[]
  readonly marks: Marks[]
}

/** A running trajectory. */
export interface LiveSession {
  readonly id: string
  readonly tenant: string
  readonly agent: string
  readonly name: string
  /** As the database held it when it was last read or written. */
  stored: TrajectoryRow
  readonly key: FingerprintKey
  readonly memory: TaintMemory
  readonly habits: Habits
  readonly tools: Set<string>
  scope: CompiledScope | null
  ladder: LadderState
  read_private: boolean
  read_untrusted: boolean
  strayed: boolean
  drifted: boolean
  ended: boolean
  /** When it was last compared with the database, on the steady clock. */
  synced: number
  /** Newest mark that was read. */
  mark_cursor: number
  last_at: number
  /** Calls here in the minute that began at `minute`. */
  minute: number
  calls_in_minute: number
  /** The minute of which pace was noted: it is one sign, however many calls follow. */
  paced_minute: number
  unwritten: Unwritten
}

/** Nothing to write. */
export function nothingUnwritten(): Unwritten {
  return { points: 0, calls: 0, signs: new Map(), steps: [], marks: [] }
}

/** Adds a step with its signs; true where it moved the trajectory up the ladder. */
export function takeStep(
  session: LiveSession,
  step: Omit<Step, 'signs' | 'points'>,
  signs: readonly Sign[],
  configuration: RiskConfiguration,
): boolean {
  const points = pointsOf(signs, configuration)
  const { unwritten } = session
  unwritten.points += points
  for (const { kind } of signs) unwritten.signs.set(kind, (unwritten.signs.get(kind) ?? 0) + 1)
  unwritten.steps.push({ ...step, points, signs: signs.map(({ kind }) => kind) })
  session.last_at = Math.max(session.last_at, step.at)
  const before = session.ladder.rung
  session.ladder = transition(session.ladder, { kind: 'risk', points }, step.at, configuration)
  return session.ladder.rung !== before
}

/** Counts a call; calls of this process alone, since pace is a sign and no limit. */
export function countCall(session: LiveSession, now: number): void {
  if (now - session.minute >= MINUTE_MS) {
    session.minute = now
    session.calls_in_minute = 0
  }
  session.calls_in_minute += 1
  session.unwritten.calls += 1
}

/** Calls within the minute. */
export function callsLastMinute(session: LiveSession, now: number): number {
  return now - session.minute >= MINUTE_MS ? 0 : session.calls_in_minute
}

const MINUTE_MS = 60_000

/** Remembers fingerprints; what is new to this process is written. */
export function takeMarks(session: LiveSession, marks: Marks): void {
  const fresh = session.memory.mark(marks)
  if (fresh.prints.size > 0 || !fresh.complete) session.unwritten.marks.push(fresh)
}

/** Learns fingerprints that the database holds. */
export function learnMarks(session: LiveSession, { id, kind, complete, prints }: StoredMarks): void {
  session.memory.mark({ kind, complete, prints: unpackPrints(prints) })
  passMarks(session, id)
}

/** What came up to here is known. */
export function passMarks(session: LiveSession, cursor: number): void {
  session.mark_cursor = Math.max(session.mark_cursor, cursor)
}
