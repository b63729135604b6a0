// Numbers for the label values and risk tags that rules ask for, so that a rule is tested by looking at a few integers.

/** Hands out numbers while a bundle is compiled, and finds them while an action is decided. */
export interface FactTable {
  /** The number of "label `key` has the canonical value `value`". */
  label(key: string, value: string): number
  /** The number of "the canonical tag `tag` is present". */
  tag(tag: string): number
  /** Values of a label that some rule asks for, by canonical value; undefined where no rule asks for the label. */
  labelValues(key: string): ReadonlyMap<string, number> | undefined
  /** Tags that some rule asks for, by canonical tag. */
  readonly tags: ReadonlyMap<string, number>
  /** How many numbers were handed out. */
  size(): number
}

/** An empty table. */
export function factTable(): FactTable {
  const labels = new Map<string, Map<string, number>>()
  const tags = new Map<string, number>()
  let next = 0
  const numberIn = (map: Map<string, number>, text: string): number => {
    const known = map.get(text)
    if (known !== undefined) return known
    map.set(text, next)
    return next++
  }
  return {
    label(key, value) {
      const values = labels.get(key) ?? new Map<string, number>()
      labels.set(key, values)
      return numberIn(values, value)
    },
    tag: (tag) => numberIn(tags, tag),
    labelValues: (key) => labels.get(key),
    tags,
    size: () => next,
  }
}
