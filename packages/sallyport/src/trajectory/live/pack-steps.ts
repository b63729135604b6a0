// Steps of a session as they are stored: an array a step, so that its names are not written again with each.
import type { SignKind, StepFacts } from '@sallyport/core'

/** One step: an action that was decided, settled or refused. */
export interface Step {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly kind: 'decided' | 'settled' | 'refused'
  readonly action_id: string | null
  /** The tool, or the action where it has none. */
  readonly name: string
  readonly facts: StepFacts
  readonly decision: string | null
  readonly code: string | null
  readonly status: string | null
  readonly signs: readonly SignKind[]
  readonly points: number
}

/** A step as it is stored: the members of `Step` in their order, and those of `StepFacts` in theirs. */
export type PackedStep = readonly [
  at: number,
  kind: Step['kind'],
  action_id: string | null,
  name: string,
  facts: readonly [reads: boolean, sends: boolean, sensitive: boolean, untrusted: boolean, tier: StepFacts['tier']],
  decision: string | null,
  code: string | null,
  status: string | null,
  signs: readonly SignKind[],
  points: number,
]

/** Packs a step. */
export function packStep({
  at,
  kind,
  action_id,
  name,
  facts,
  decision,
  code,
  status,
  signs,
  points,
}: Step): PackedStep {
  const { reads, sends, sensitive, untrusted, tier } = facts
  return [at, kind, action_id, name, [reads, sends, sensitive, untrusted, tier], decision, code, status, signs, points]
}

/** Reads what `packStep` wrote. */
export function unpackStep([
  at,
  kind,
  action_id,
  name,
  given,
  decision,
  code,
  status,
  signs,
  points,
]: PackedStep): Step {
  const [reads, sends, sensitive, untrusted, tier] = given
  const facts = { reads, sends, sensitive, untrusted, tier }
  return { at, kind, action_id, name, facts, decision, code, status, signs, points }
}
