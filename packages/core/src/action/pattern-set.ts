// Expressions that are looked for together: one pass over a text says which of them can match at all, and where.
import { matchesOf } from './matches-of.ts'
import { stemsOf } from './pattern-stems.ts'
import { type Openings, stemIndex } from './stem-index.ts'

/** An expression of a set. `matches` gives what `matchesOf` would, for the openings of the same text. */
export interface SoughtPattern {
  matches(text: string, openings: Openings): readonly RegExpExecArray[]
  /** Whether it must be looked for at all. */
  possible(openings: Openings): boolean
}

/** Expressions over the same kind of text. Each is added once, where it is defined; the index is made when it is first needed. */
export interface PatternSet {
  add(pattern: RegExp): SoughtPattern
  openingsOf(text: string): Openings
  /** Whether none of them can match a text with these openings. */
  none(openings: Openings): boolean
}

const NONE: readonly RegExpExecArray[] = []

/** An empty set. */
export function patternSet(): PatternSet {
  const patterns: RegExp[] = []
  let index: ((text: string) => Openings) | null = null
  return {
    add(pattern) {
      const number = patterns.push(pattern) - 1
      index = null
      const flags = pattern.flags.replace(/[gy]/g, '')
      const anywhere = new RegExp(pattern.source, `${flags}g`)
      const here = new RegExp(pattern.source, `${flags}y`)
      return {
        possible: ({ known, places }) => number >= known || places.has(number),
        matches(text, { known, places: all }) {
          const places = number < known ? all.get(number) : 'anywhere'
          if (places === undefined) return NONE
          return places === 'anywhere' ? matchesOf(anywhere, text) : matchesAt(here, text, places)
        },
      }
    },
    none: ({ known, places }) => places.size === 0 && known >= patterns.length,
    openingsOf(text) {
      index ??= stemIndex(patterns.map(stemsOf))
      return index(text)
    },
  }
}

/** The same matches as a search from the left gives, which goes on behind each of them. */
function matchesAt(here: RegExp, text: string, places: readonly number[]): RegExpExecArray[] {
  const found: RegExpExecArray[] = []
  let from = 0
  for (const place of places) {
    if (place < from) continue
    here.lastIndex = place
    const match = here.exec(text)
    if (match === null) continue
    found.push(match)
    from = place + match[0].length
  }
  return found
}
