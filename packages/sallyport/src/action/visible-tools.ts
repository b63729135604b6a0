// Which tools a principal is shown: those of the inventory that the policy could allow it with some arguments.
import { couldAllow, toolOf } from '@sallyport/core'
import type { Principal } from '../access/principal.ts'
import type { PolicySource } from '../policy/policy-source.ts'

/** Of these tools, those that `by` could be allowed to call, with or without approval; the rest would be denied anyway. */
export async function visibleTools(
  source: PolicySource,
  by: Principal,
  names: readonly string[],
): Promise<readonly string[]> {
  const { matcher } = await source.current(by.tenant)
  return names.filter((name) => {
    const tool = toolOf(matcher, name)
    if (tool === undefined) return false
    const risk_tier = by.tier > tool.risk_tier ? by.tier : tool.risk_tier
    return couldAllow(matcher, {
      tenant: by.tenant,
      agent: by.id,
      tool: name,
      risk_tags: tool.risk_tags,
      risk_tier,
    })
  })
}
