// One entry of a list of evaluations, completed with the list's defaults (AuthZEN 1.0 §7.1.1).
import type { JsonObject } from '@sallyport/core'
import type { Evaluations } from './schema.ts'

const ENTITIES = ['subject', 'action', 'resource'] as const
/** Required members that fall back to the default's where an entry's own object lacks them. */
const REQUIRED = ['type', 'id', 'name'] as const

/** The entry as a whole evaluation, not yet checked. An entry's object replaces the default but for required members. */
export function complete(entry: JsonObject, defaults: Evaluations): JsonObject {
  const whole: Record<string, JsonObject[string]> = {}
  for (const entity of ENTITIES) {
    const own = entry[entity]
    const fallback = defaults[entity]
    whole[entity] = isObject(own) && fallback !== undefined ? withRequired(own, fallback) : (own ?? fallback)
  }
  whole.context = entry.context ?? defaults.context
  return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined))
}

function withRequired(own: JsonObject, fallback: JsonObject): JsonObject {
  const missing = REQUIRED.filter((key) => own[key] === undefined && fallback[key] !== undefined)
  return { ...own, ...Object.fromEntries(missing.map((key) => [key, fallback[key]])) }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
