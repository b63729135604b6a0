// Shows a principal only those tools that policy could allow it.
import type { JsonObject, JsonValue } from '@sallyport/core'
import type { Gate } from '../action/gate.ts'
import { isObject } from './rpc.ts'

/**
 * The page of `tools/list` without the tools that policy could never allow; everything else on it, such as
 * `nextCursor`, stays. Null where the result is no list of tools. Rejects where the gate does.
 */
export async function filterToolList(result: JsonValue, server: string, gate: Gate): Promise<JsonObject | null> {
  if (!isObject(result) || !Array.isArray(result['tools'])) return null
  const tools = (result['tools'] as readonly JsonValue[]).filter(isNamed)
  if (tools.length === 0) return { ...result, tools: [] }
  const visible = new Set(await gate.visibleTools(tools.map((tool) => `${server}.${tool.name}`)))
  return { ...result, tools: tools.filter((tool) => visible.has(`${server}.${tool.name}`)) }
}

function isNamed(tool: JsonValue): tool is JsonObject & { readonly name: string } {
  return isObject(tool) && typeof tool['name'] === 'string'
}
