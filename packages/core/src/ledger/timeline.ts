// The order in which a story is told: what follows from something comes after it, otherwise time decides.

/** What ordering needs to know of a leaf. */
export interface TimelineLeaf {
  readonly id: string
  readonly parents: readonly string[]
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
}

/**
 * The leaves so that parents precede their children, and of those that could come next the earliest comes first; leaves
 * of the same millisecond keep the order they were given in. Parents outside the story do not count. A cycle, which no
 * honest ledger has, is cut at its earliest leaf.
 */
export function orderTimeline<T extends TimelineLeaf>(leaves: readonly T[]): readonly T[] {
  const waiting = leaves.toSorted((a, b) => a.at - b.at)
  const untold = new Set(leaves.map(({ id }) => id))
  const told: T[] = []
  while (waiting.length > 0) {
    const free = waiting.findIndex(({ parents }) => !parents.some((parent) => untold.has(parent)))
    const [next] = waiting.splice(Math.max(free, 0), 1)
    untold.delete(next!.id)
    told.push(next!)
  }
  return told
}
