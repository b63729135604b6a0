// Randomness that a seed replays: mulberry32, enough for choosing when to kill what.

/** Numbers in [0, 1) that depend on the seed alone. */
export type Random = () => number

/** The seed of this run: `SALLYPORT_SEED`, or a fresh one. Print it, so that a failure can be replayed. */
export function chooseSeed(): number {
  const given = process.env['SALLYPORT_SEED']
  return given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given)
}

/** Random numbers from `seed`. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A whole number from `low` to `high`, both included. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1))
}
