// Ours: the bundle parsed and compiled, each action decided as it came.
import { hash } from 'node:crypto'
import { type Bundle, compileBundle, decide, parseBundle, type Sha256 } from '@sallyport/core'
import type { Contender } from './engine.ts'
import type { BenchAction, BenchRule } from './workload.ts'

/** SHA-256 of Node. */
export const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')

/** The parsed bundle of these rules. */
export function bundleFor(rules: readonly BenchRule[]): Bundle {
  const parsed = parseBundle(JSON.stringify({ version: 'v1', rules }), { file: 'bench.json' })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors.slice(0, 3)))
  return parsed.bundle
}

/** How many rules match an action, on average. */
export function matchingRules(rules: readonly BenchRule[], actions: readonly BenchAction[]): number {
  const matcher = compileBundle(bundleFor(rules), sha256)
  return actions.reduce((sum, action) => sum + decide(matcher, action).matched.length, 0) / actions.length
}

/** `compileBundle` and `decide`. */
export const sallyport: Contender = {
  name: 'sallyport',
  async load(rules) {
    const matcher = compileBundle(bundleFor(rules), sha256)
    return { prepare: (action) => action, decide: (action) => decide(matcher, action as BenchAction).decision }
  },
}
