// Detectors that read phrases: each phrase has its weight and its reason; of one detector only the heaviest in a neighbourhood counts.
import type { Detector, Hit } from './detector.ts'
import { FOLDED_PATTERNS } from './excerpt.ts'
import { isQuotedExample } from './quoted-example.ts'

/** One way to say it. `pattern` runs over the folded text (lower case, single spaces) with bounded repetition only, so it is linear. */
export interface Phrase {
  readonly pattern: RegExp
  readonly weight: number
  readonly reason: string
  /** Cheap to test: without it there is nothing to look for. */
  readonly needs?: RegExp
}

/** The definition of a detector made of phrases. */
export type PhraseDetector = Omit<Detector, 'detect' | 'kind'> & {
  readonly phrases: readonly Phrase[]
  /** Is this what texts on security quote as examples? */
  readonly quotable?: boolean
}

/** One hit is kept for each stretch of so many units: enough for the score, and a repeated phrase makes no flood. */
const STRETCH = 400
/** Shorter texts say nothing by themselves; in a row with others they are read. */
const SHORTEST = 10
/** What is left of a phrase that a text on security quotes as an example. */
const QUOTED = 0.6

const NOTHING: readonly Hit[] = []

/** Makes the detector. Hits span the whole excerpt: an instruction cannot be cut out of a text, only held back with it. */
export function phraseDetector({ phrases, quotable = false, ...rest }: PhraseDetector): Detector {
  const compiled = phrases.map(({ pattern, ...phrase }) => ({
    ...phrase,
    sought: FOLDED_PATTERNS.add(pattern),
  }))
  return {
    ...rest,
    kind: 'injection',
    detect: ({ folded, text, foldedOpenings }): readonly Hit[] => {
      if (folded.length < SHORTEST || FOLDED_PATTERNS.none(foldedOpenings)) return NOTHING
      let heaviest: Map<number, Hit> | undefined
      let present: Map<RegExp, boolean> | undefined
      for (const { sought, weight, reason, needs } of compiled) {
        if (!sought.possible(foldedOpenings)) continue
        // Made here, since most texts hold nothing that any phrase begins with.
        heaviest ??= new Map()
        present ??= new Map()
        if (needs !== undefined && !has(present, needs, folded)) continue
        for (const found of sought.matches(folded, foldedOpenings)) {
          const at = found.index
          const stretch = Math.floor(at / STRETCH)
          if ((heaviest.get(stretch)?.weight ?? 0) >= weight) continue
          const quoted = quotable && isQuotedExample(folded, at, at + found[0].length)
          const counted = quoted ? weight * QUOTED : weight
          if ((heaviest.get(stretch)?.weight ?? 0) >= counted) continue
          heaviest.set(stretch, { start: 0, end: text.length, at, weight: counted, reason })
        }
      }
      return heaviest === undefined ? NOTHING : [...heaviest.values()]
    },
  }
}

/** Phrases share what they need: it is looked for once in a text. */
function has(present: Map<RegExp, boolean>, needs: RegExp, folded: string): boolean {
  const known = present.get(needs) ?? needs.test(folded)
  present.set(needs, known)
  return known
}
