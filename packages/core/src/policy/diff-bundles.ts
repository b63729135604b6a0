// Which recorded actions another policy would decide otherwise.
import { canonicalJson } from '../ledger/canonical-json.ts'
import type { JsonValue } from '../ledger/json.ts'
import type { Action } from './action.ts'
import { decide } from './decide.ts'
import type { Decision, DecisionKind } from './decision.ts'
import type { Matcher } from './matcher.ts'
import { withInventory } from './with-inventory.ts'

/** An action as it was recorded. */
export interface RecordedAction {
  /** Id of the record, where it has one. */
  readonly id?: string
  readonly action: Action
}

/** One action that is decided otherwise. */
export interface DecisionDifference extends RecordedAction {
  readonly before: Decision
  readonly after: Decision
}

/** How many actions moved from one decision to another, most first; equal decisions differ in constraints or approval. */
interface DifferenceCount {
  readonly before: DecisionKind
  readonly after: DecisionKind
  readonly count: number
}

/** The whole comparison. */
export interface BundleDiff {
  readonly total: number
  readonly changed: number
  readonly counts: readonly DifferenceCount[]
  readonly differences: readonly DecisionDifference[]
}

/** A comparison that takes one action after the other, so that traffic of any size can be compared. */
export interface RunningDiff {
  /** The difference, or null where both policies decide alike. */
  add(recorded: RecordedAction): DecisionDifference | null
  summary(): Omit<BundleDiff, 'differences'>
}

/** Begins a comparison. Decisions are alike where decision, constraints and approval are; which rule gave them does not matter. */
export function openDiff(before: Matcher, after: Matcher): RunningDiff {
  const counts = new Map<string, { before: DecisionKind; after: DecisionKind; count: number }>()
  const [enrichBefore, enrichAfter] = [withInventory(before.bundle), withInventory(after.bundle)]
  let total = 0
  let changed = 0
  return {
    add(recorded) {
      total++
      const left = decide(before, enrichBefore(recorded.action))
      const right = decide(after, enrichAfter(recorded.action))
      if (alike(left, right)) return null
      changed++
      const key = `${left.decision} ${right.decision}`
      const count = counts.get(key) ?? { before: left.decision, after: right.decision, count: 0 }
      count.count++
      counts.set(key, count)
      return { ...recorded, before: left, after: right }
    },
    summary() {
      return { total, changed, counts: [...counts.values()].sort((left, right) => right.count - left.count) }
    },
  }
}

/** Compares two policies on recorded actions. */
export function diffBundles(before: Matcher, after: Matcher, actions: Iterable<RecordedAction>): BundleDiff {
  const diff = openDiff(before, after)
  const differences: DecisionDifference[] = []
  for (const recorded of actions) {
    const difference = diff.add(recorded)
    if (difference !== null) differences.push(difference)
  }
  return { ...diff.summary(), differences }
}

function alike(left: Decision, right: Decision): boolean {
  if (left.decision !== right.decision) return false
  if (left.constraints === null && right.constraints === null && left.approval === null && right.approval === null) {
    return true
  }
  return demands(left) === demands(right)
}

function demands({ constraints, approval }: Decision): string {
  return canonicalJson({ constraints, approval } as unknown as JsonValue)
}
