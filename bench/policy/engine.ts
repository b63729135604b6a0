// What the benchmark asks of an engine.
import type { BenchAction, BenchRule, Kind } from './workload.ts'

/** An engine that holds one set of rules. */
export interface Engine {
  /** Decides one action, brought into the engine's own form by `prepare` outside the measured time. */
  decide(prepared: unknown): Kind
  prepare(action: BenchAction): unknown
}

/** An engine of the comparison: its name, and how it takes rules. */
export interface Contender {
  readonly name: string
  load(rules: readonly BenchRule[]): Promise<Engine>
}
