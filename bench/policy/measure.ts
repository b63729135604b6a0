// Times single calls, less what the clock itself takes, and compares what they answered.
import type { Engine } from './engine.ts'
import type { BenchAction, Kind } from './workload.ts'

/** What one engine did with one stream of actions. Times in microseconds. */
export interface Measured {
  readonly median: number
  readonly p99: number
  readonly samples: number
  /** Decisions that differ from the expected ones. */
  readonly disagreements: number
}

/** Times calls one by one: each action once, until the actions or the time run out. */
export function measure(
  engine: Engine,
  actions: readonly BenchAction[],
  expected: readonly Kind[],
  budgetMs: number,
): Measured {
  const prepared = actions.map((action) => engine.prepare(action))
  const warmUp = Math.floor(prepared.length / 2)
  const half = performance.now() + budgetMs / 2
  for (let i = 0; i < warmUp && performance.now() < half; i++) engine.decide(prepared[i])
  const took = new Float64Array(prepared.length - warmUp)
  const end = performance.now() + budgetMs / 2
  let samples = 0
  let disagreements = 0
  for (let i = warmUp; i < prepared.length && (samples < 5 || performance.now() < end); i++) {
    const began = process.hrtime.bigint()
    const decision = engine.decide(prepared[i])
    took[samples++] = Number(process.hrtime.bigint() - began)
    if (decision !== expected[i]) disagreements++
  }
  const sorted = took.subarray(0, samples).sort()
  const at = (share: number): number => Math.max(0, sorted[Math.floor((samples - 1) * share)]! - clockCost()) / 1000
  return { median: at(0.5), p99: at(0.99), samples, disagreements }
}

let clock: number | undefined

/** Nanoseconds that reading the clock twice takes, at the median. */
export function clockCost(): number {
  if (clock !== undefined) return clock
  const took = Array.from({ length: 20_000 }, () => {
    const began = process.hrtime.bigint()
    return Number(process.hrtime.bigint() - began)
  })
  clock = took.sort((left, right) => left - right)[took.length >> 1]!
  return clock
}
