// Adds to an action what the tool inventory says of its tool, as the gate does, for deciding away from the gate.
import type { Action } from './action.ts'
import type { Bundle } from './bundle.ts'
import { normaliseName } from './name.ts'

/**
 * A function that adds the tool's risk tags and raises the tier to the tool's; where no tier is stated, the tool's counts. A tool
 * that the inventory lacks adds nothing, and is not refused: that is for the gate.
 */
export function withInventory(bundle: Bundle): (action: Action) => Action {
  const tools = new Map(bundle.tools.map((tool) => [tool.name, tool]))
  return (action) => {
    if (tools.size === 0 || action.tool === undefined) return action
    const tool = tools.get(normaliseName(action.tool) ?? '')
    if (tool === undefined) return action
    const tier = action.risk_tier ?? 0
    return {
      ...action,
      risk_tags: [...(action.risk_tags ?? []), ...tool.risk_tags],
      risk_tier: tier > tool.risk_tier ? tier : tool.risk_tier,
    }
  }
}
