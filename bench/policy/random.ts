// Seeded randomness, so that every run measures the same rules and the same actions.

/** Draws that depend on the seed alone. */
export interface Draw {
  /** An integer from 0 to below `bound`. */
  below(bound: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** One of the items. */
  of<T>(items: readonly T[]): T
  /** A number of different items, in the order of the list. */
  some<T>(items: readonly T[], count: number): T[]
}

/** The generator `mulberry32` (Tommy Ettinger, public domain): 32 bits of state, good enough to shape a benchmark. */
export function seeded(seed: number): Draw {
  let state = seed | 0
  const unit = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (bound: number): number => Math.floor(unit() * bound)
  return {
    below,
    chance: (probability) => unit() < probability,
    of: (items) => items[below(items.length)]!,
    some(items, count) {
      const chosen = new Set<number>()
      while (chosen.size < Math.min(count, items.length)) chosen.add(below(items.length))
      return items.filter((_, at) => chosen.has(at))
    },
  }
}
