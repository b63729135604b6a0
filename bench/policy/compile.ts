// What compiling costs: the time of `compileBundle`, and the memory that the matcher holds.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { compileBundle, type Matcher } from '@sallyport/core'
import { bundleFor, sha256 } from './sallyport.ts'
import type { BenchRule } from './workload.ts'

/** Milliseconds (median and least of several runs) and megabytes of heap. */
export interface CompileCost {
  readonly median_ms: number
  readonly least_ms: number
  readonly heap_mb: number
}

const RUNS = 9

/** Compiles one parsed bundle several times. */
export function compileCost(rules: readonly BenchRule[]): CompileCost {
  const bundle = bundleFor(rules)
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const times = Array.from({ length: RUNS }, () => {
    collect()
    const began = performance.now()
    compileBundle(bundle, sha256)
    return performance.now() - began
  }).sort((left, right) => left - right)
  collect()
  const before = process.memoryUsage().heapUsed
  const held: Matcher[] = [compileBundle(bundle, sha256)]
  collect()
  const heap = process.memoryUsage().heapUsed - before
  if (held.pop()?.rules.length !== rules.length) throw new Error('the matcher lost rules')
  return { median_ms: times[RUNS >> 1]!, least_ms: times[0]!, heap_mb: heap / 2 ** 20 }
}
