// Looks at a payload with every detector of a checkpoint; the one place where a failing detector or a limit becomes a finding (fail closed).
import type { JsonValue } from '../ledger/json.ts'
import type { CheckpointId, DangerKind, Detector, Hit } from './detector.ts'
import type { Excerpt } from './excerpt.ts'
import { injectionScore, type Sign } from './injection-score.ts'
import { UNFOLD_LIMITS, type UnfoldLimits, unfold } from './unfold.ts'

/** Something that a detector found. The text itself is not in it. */
export interface Trace extends Hit {
  readonly detector: string
  readonly kind: DangerKind
  /** JSON pointer of the string; `#` at the end means the name of a field. Empty: the payload is one text. */
  readonly path: string
}

/** What is known about a payload after it was looked at. */
export interface Inspection {
  readonly traces: readonly Trace[]
  /** Highest injection score of one text, in [0, 1]. */
  readonly score: number
  /** Why nothing may be concluded: a limit was reached or a detector failed. Null: everything was looked at. */
  readonly failure: { readonly code: 'scan_limit' | 'detector_failed'; readonly detector: string | null } | null
}

/** A detector that needs time or a library of Node: it sees all excerpts at once and answers per excerpt. */
export interface PreparedHits {
  readonly detector: string
  readonly kind: DangerKind
  /** Hits by index of the excerpt; null: the detector failed. */
  readonly hits: readonly (readonly Hit[])[] | null
}

/** Inspects `payload` at `checkpoint`. `prepared` carries what detectors outside core found in `excerpts` of the same payload. */
export function inspect(
  payload: JsonValue,
  checkpoint: CheckpointId,
  detectors: readonly Detector[],
  prepared: (excerpts: readonly Excerpt[]) => readonly PreparedHits[] = () => [],
  limits: UnfoldLimits = UNFOLD_LIMITS,
): Inspection {
  const { excerpts, complete } = unfold(payload, limits)
  if (!complete) return { traces: [], score: 1, failure: { code: 'scan_limit', detector: null } }
  return conclude(excerpts, checkpoint, detectors, prepared(excerpts))
}

/** The same for excerpts that were unfolded before, where detectors outside core had to be awaited in between. */
export function conclude(
  excerpts: readonly Excerpt[],
  checkpoint: CheckpointId,
  detectors: readonly Detector[],
  prepared: readonly PreparedHits[],
): Inspection {
  const active = detectors.filter(({ checkpoints }) => checkpoints.includes(checkpoint))
  const traces: Trace[] = []
  const signs = new Map<string, Sign[]>()
  const take = (detector: string, kind: DangerKind, excerpt: Excerpt, hits: readonly Hit[]): void => {
    // Joined pieces are no string of the payload: an injection is read in them, nothing can be taken out of them.
    if (excerpt.wrapping === 'joined' && kind !== 'injection') return
    for (const hit of hits) {
      traces.push(traceOf(detector, kind, excerpt, hit))
      if (kind === 'injection') addSign(signs, detector, excerpt, hit)
    }
  }
  for (const [at, excerpt] of excerpts.entries()) {
    for (const detector of active) {
      const hits = attempt(detector, excerpt)
      if (hits === null) return { traces, score: 1, failure: { code: 'detector_failed', detector: detector.id } }
      if (hits.length > 0) take(detector.id, detector.kind, excerpt, hits)
    }
    for (const { detector, kind, hits } of prepared) {
      if (hits === null) return { traces, score: 1, failure: { code: 'detector_failed', detector } }
      take(detector, kind, excerpt, hits[at] ?? [])
    }
  }
  return { traces, score: Math.max(0, ...Array.from(signs.values(), injectionScore)), failure: null }
}

/** A field's name, its value and what is wrapped in it are one text: `note_to_agent` says whom the value speaks to. */
function addSign(signs: Map<string, Sign[]>, detector: string, excerpt: Excerpt, hit: Hit): void {
  const named = excerpt.path.endsWith('#')
  const field = excerpt.wrapping === 'joined' ? '#joined' : named ? excerpt.path.slice(0, -1) : excerpt.path
  const at = named
    ? undefined
    : hit.at === undefined || excerpt.wrapping === 'joined'
      ? hit.at
      : placeOf(excerpt, hit.at)
  const sign: Sign = { detector, weight: hit.weight, ...(at === undefined ? {} : { at }) }
  const kept = signs.get(field)
  if (kept === undefined) signs.set(field, [sign])
  else kept.push(sign)
}

/** What is wrapped stands where its wrapping stands. */
function placeOf({ range }: Excerpt, at: number): number {
  return range === null ? at : range.start
}

/** INVARIANT: a detector that fails has found something; its failure never passes a text. */
function attempt(detector: Detector, excerpt: Excerpt): readonly Hit[] | null {
  try {
    return detector.detect(excerpt)
  } catch {
    return null
  }
}

function traceOf(detector: string, kind: DangerKind, excerpt: Excerpt, hit: Hit): Trace {
  const { start, end } = excerpt.range ?? hit
  return { detector, kind, path: excerpt.path, start, end, weight: hit.weight, reason: hit.reason }
}
