// How two patterns stand to each other: whether one takes every name that the other takes, and whether they can meet.
import { matchesPattern, type Pattern } from './pattern.ts'

/** Whether `outer` certainly matches every name that `inner` matches. False where that is not provable. */
export function patternCovers(outer: Pattern, inner: Pattern): boolean {
  if (outer.kind === 'any') return true
  if (inner.kind === 'any') return false
  if (inner.kind === 'exact') return matchesPattern(outer, inner.text)
  if (outer.kind === 'exact') return false
  if (outer.kind === 'prefix') return literalHead(inner).startsWith(outer.prefix)
  return segmentsCover(outer.segments, inner.text.split('.'))
}

function segmentsCover(outer: readonly string[], inner: readonly string[]): boolean {
  const last = outer.length - 1
  const open = outer[last]!.endsWith('*')
  const innerOpen = inner.at(-1)!.endsWith('*')
  if (open ? inner.length < outer.length : innerOpen || inner.length !== outer.length) return false
  const same = (i: number): boolean => outer[i] === '*' || (outer[i] === inner[i] && !inner[i]!.includes('*'))
  for (let i = 0; i < last; i++) if (!same(i)) return false
  return open ? inner[last]!.replace('*', '').startsWith(outer[last]!.slice(0, -1)) : same(last)
}

/** Whether some name may match both. True where the opposite is not provable. */
export function patternsMeet(left: Pattern, right: Pattern): boolean {
  if (left.kind === 'exact') return matchesPattern(right, left.text)
  if (right.kind === 'exact') return matchesPattern(left, right.text)
  const [a, b] = [literalHead(left), literalHead(right)]
  return a.startsWith(b) || b.startsWith(a)
}

/** What stands before the first `*`: every matching name begins with it. */
export function literalHead(pattern: Pattern): string {
  const star = pattern.text.indexOf('*')
  return star < 0 ? pattern.text : pattern.text.slice(0, star)
}
