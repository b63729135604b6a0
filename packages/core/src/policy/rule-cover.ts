// How the matches of two rules stand to each other: whether one takes every action that the other takes, and whether they can meet.
import { type Match, NAME_KEYS, type TimeWindow } from './bundle.ts'
import { globsMeet, matchesHost } from './host-glob.ts'
import { patternCovers, patternsMeet } from './pattern-cover.ts'
import type { ReadableRule } from './readable-rule.ts'

/** Whether every action that `inner` matches is certainly matched by `outer`. False where that is not provable. */
export function ruleCovers(outer: ReadableRule, inner: ReadableRule): boolean {
  for (const key of NAME_KEYS) {
    const patterns = outer.names[key]
    if (patterns && !inner.names[key]?.every((one) => patterns.some((wide) => patternCovers(wide, one)))) return false
  }
  const [wide, narrow] = [outer.rule.match, inner.rule.match]
  if (wide.when !== undefined && wide.when !== narrow.when) return false
  return tagsCover(wide, narrow) && labelsCover(wide, narrow) && restCovers(wide, narrow)
}

function tagsCover(wide: Match, narrow: Match): boolean {
  const all = new Set(narrow.all_tags)
  if (wide.all_tags?.some((tag) => !all.has(tag))) return false
  const any = wide.any_tags
  if (any === undefined || any.some((tag) => all.has(tag))) return true
  return narrow.any_tags?.every((tag) => any.includes(tag)) ?? false
}

function labelsCover(wide: Match, narrow: Match): boolean {
  return Object.entries(wide.labels ?? {}).every(([key, values]) => {
    const own = narrow.labels && Object.hasOwn(narrow.labels, key) ? narrow.labels[key] : undefined
    return own?.every((value) => values.includes(value)) ?? false
  })
}

function restCovers(wide: Match, narrow: Match): boolean {
  const tiers = wide.risk_tier
  if (tiers && !(narrow.risk_tier ?? [0, 1, 2]).every((tier) => tiers.includes(tier as 0 | 1 | 2))) return false
  const hosts = wide.hosts
  // A `*` of the narrower glob is text here, which only a `*` of the wider one can take.
  if (hosts && !narrow.hosts?.every((glob) => hosts.some((wider) => matchesHost(wider, glob)))) return false
  return wide.time === undefined || (narrow.time !== undefined && windowCovers(wide.time, narrow.time))
}

function windowCovers(wide: TimeWindow, narrow: TimeWindow): boolean {
  if (wide.zone !== narrow.zone || !narrow.days.every((day) => wide.days.includes(day))) return false
  const plain = wide.from < wide.to && narrow.from < narrow.to
  return plain ? wide.from <= narrow.from && narrow.to <= wide.to : wide.from === narrow.from && wide.to === narrow.to
}

/** Whether some action may be matched by both. True where the opposite is not provable. */
export function rulesMeet(left: ReadableRule, right: ReadableRule): boolean {
  for (const key of NAME_KEYS) {
    const [a, b] = [left.names[key], right.names[key]]
    if (a && b && !a.some((one) => b.some((other) => patternsMeet(one, other)))) return false
  }
  const [a, b] = [left.rule.match, right.rule.match]
  if (a.risk_tier && b.risk_tier && !a.risk_tier.some((tier) => b.risk_tier!.includes(tier))) return false
  if (a.hosts && b.hosts && !a.hosts.some((one) => b.hosts!.some((other) => globsMeet(one, other)))) return false
  return Object.entries(a.labels ?? {}).every(([key, values]) => {
    const others = b.labels && Object.hasOwn(b.labels, key) ? b.labels[key] : undefined
    return others === undefined || values.some((value) => others.includes(value))
  })
}
