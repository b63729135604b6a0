// A grant: one recorded permission that mints single-use approvals within its bounds, against approval fatigue (B3).
import type { JsonObject } from '../ledger/json.ts'
import { checkArgumentSchema } from '../policy/argument-schema.ts'
import { normaliseName } from '../policy/name.ts'
import { matchesPattern, parsePattern } from '../policy/pattern.ts'

/** The bounds of a grant. At least one of `tool` and `action` is a pattern; null does not bound. */
export interface Grant {
  readonly tenant: string
  readonly agent: string
  readonly tool: string | null
  readonly action: string | null
  /** JSON Schema that the arguments must satisfy, or null. */
  readonly arguments: JsonObject | null
  readonly max_uses: number
  readonly used: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly expires_at: number
  readonly revoked: boolean
}

/** The action that asks whether a grant covers it. */
export interface GrantUse {
  readonly tenant: string
  readonly agent: string
  readonly tool?: string
  readonly action?: string
  readonly arguments?: JsonObject
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: number
}

/** Why a grant does not cover an action. */
export interface GrantFault {
  readonly code: 'grant_revoked' | 'grant_expired' | 'grant_exhausted' | 'grant_out_of_bounds'
  readonly message: string
}

/** Whether arguments satisfy a JSON Schema. A schema that cannot be read is satisfied by nothing. */
export type ArgumentsFit = (schema: JsonObject, args: JsonObject) => boolean

/** Every reason why `grant` does not cover `use`; an empty list means it may mint one approval. */
export function grantFaults(grant: Grant, use: GrantUse, fit: ArgumentsFit): readonly GrantFault[] {
  const faults: GrantFault[] = []
  if (grant.revoked) faults.push({ code: 'grant_revoked', message: 'the grant has been revoked; ask for a new one' })
  if (!(use.now < grant.expires_at)) {
    faults.push({ code: 'grant_expired', message: 'the grant has expired; ask for a new one' })
  }
  if (!(grant.used < grant.max_uses)) {
    faults.push({
      code: 'grant_exhausted',
      message: `all ${grant.max_uses} uses of the grant are spent; ask for a new one`,
    })
  }
  for (const bound of exceeded(grant, use, fit)) {
    faults.push({ code: 'grant_out_of_bounds', message: `the grant does not cover this ${bound}; ask for an approval` })
  }
  return faults
}

/** What is wrong with the bounds of a grant that somebody wants to make, or null. */
export function grantBoundsFault(bounds: Pick<Grant, 'tool' | 'action' | 'arguments'>): string | null {
  const patterns = [bounds.tool, bounds.action].filter((pattern) => pattern !== null)
  for (const pattern of patterns) {
    const parsed = parsePattern(pattern)
    if ('error' in parsed) return parsed.error
  }
  if (!patterns.some((pattern) => !ANYTHING.test(pattern))) {
    return 'a grant must name a tool or an action: write its name, or a pattern such as `edit:*`'
  }
  return bounds.arguments === null ? null : checkArgumentSchema(bounds.arguments)
}

// Nothing but wildcards, however spelled, bounds nothing.
const ANYTHING = /^[*.:/]*$/

function exceeded(grant: Grant, use: GrantUse, fit: ArgumentsFit): readonly string[] {
  const bounds: string[] = []
  if (grant.tenant !== use.tenant) bounds.push('tenant')
  if (grant.agent !== use.agent) bounds.push('agent')
  if (!named(grant.tool, use.tool)) bounds.push('tool')
  if (!named(grant.action, use.action)) bounds.push('action')
  if (grant.arguments !== null && !fit(grant.arguments, use.arguments ?? {})) bounds.push('set of arguments')
  // INVARIANT: a grant without a name to bind to covers nothing.
  if (grant.tool === null && grant.action === null) bounds.push('action')
  return bounds
}

function named(pattern: string | null, name: string | undefined): boolean {
  if (pattern === null) return true
  const parsed = parsePattern(pattern)
  const canonical = name === undefined ? null : normaliseName(name)
  return 'pattern' in parsed && canonical !== null && matchesPattern(parsed.pattern, canonical)
}
