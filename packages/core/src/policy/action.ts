// What the policy sees of an action: the only input, beside the bundle, that a decision depends on.
import type { JsonObject } from '../ledger/json.ts'

/** An agent's or a tool's risk tier: 0 harmless, 1 limited, 2 able to do lasting harm. */
export type RiskTier = 0 | 1 | 2

/**
 * One action as the policy judges it. `tenant`, `agent` and `risk_tier` come from the authenticated principal and the
 * tool inventory, never from a request body; everything else is what the caller asked for.
 */
export interface Action {
  readonly tenant: string
  readonly agent: string
  /** Dotted name of the job, such as `job.deploy.apply`. */
  readonly topic?: string
  /** `verb:resource`, such as `delete:user.email`; the MCP door uses `mcp:<method>`. */
  readonly action?: string
  /** Name in the tool inventory, such as `filesystem.edit_file`. */
  readonly tool?: string
  /** Host the action will talk to, without scheme or port. */
  readonly host?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly risk_tags?: readonly string[]
  readonly risk_tier?: RiskTier
  readonly arguments?: JsonObject
  /** When the decision is asked for, in milliseconds since 1970-01-01 UTC. */
  readonly ts: number
}
