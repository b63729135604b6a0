// What the checkpoints ask of the policy in force, so that they depend on questions and not on how it is compiled.
import type { Action } from '../policy/action.ts'
import type { Tool } from '../policy/bundle.ts'
import type { Decision } from '../policy/decision.ts'

/** The policy in force, as the checkpoints use it. */
export interface Rulebook {
  readonly policy_hash: string
  decide(action: Action): Decision
  /** The inventory's entry of a tool, by canonical name. */
  tool(name: string): Tool | undefined
  /** Whether one of these rules allows the tool by its exact name, which is the recorded exemption of B1. */
  allowsByName(rules: readonly string[], tool: string): boolean
}
