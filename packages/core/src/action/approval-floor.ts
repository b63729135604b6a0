// The least that any policy may ask for: no write, and nothing destructive, without approval or a named exemption (B1).

import type { Tool } from '../policy/bundle.ts'
import type { ApprovalDemand, Decision } from '../policy/decision.ts'
import { normaliseName } from '../policy/name.ts'
import type { Rulebook } from './rulebook.ts'

/** Tags of an action that always needs approval, whatever the rules say. */
export const GRAVE_TAGS: ReadonlySet<string> = new Set(['destructive', 'financial', 'prod_write'])

/** What the floor asks for: one approver, within a day. */
export const FLOOR_DEMAND: ApprovalDemand = { all_of: [{ roles: ['approver'], quorum: 1 }], ttl_ms: 86_400_000 }

/**
 * Raises a decision that is below the floor to REQUIRE_APPROVAL. A grave tag, of the inventory or of the action itself,
 * always counts. A tool of access `write` needs approval unless an allowing rule names it exactly.
 */
export function approvalFloor(
  decision: Decision,
  tool: Tool | undefined,
  tags: readonly string[],
  rulebook: Rulebook,
): Decision {
  if (decision.decision === 'DENY' || decision.decision === 'REQUIRE_APPROVAL') return decision
  const grave = graveTag(tool?.risk_tags ?? []) ?? graveTag(tags)
  if (grave !== undefined) return raised(decision, `an action tagged \`${grave}\` always needs approval`)
  if (tool?.access === 'write' && !rulebook.allowsByName(decision.matched, tool.name)) {
    const exemption = 'a rule that allows it without must name the tool exactly'
    return raised(decision, `\`${tool.name}\` writes, and so needs approval; ${exemption}`)
  }
  return decision
}

// A tag that has no canonical spelling cannot be told from a grave one, and counts as one.
function graveTag(tags: readonly string[]): string | undefined {
  return tags.find((tag) => {
    const name = normaliseName(tag)
    return name === null || GRAVE_TAGS.has(name)
  })
}

function raised(decision: Decision, reason: string): Decision {
  return { ...decision, decision: 'REQUIRE_APPROVAL', code: 'approval_floor', reason, approval: FLOOR_DEMAND }
}
