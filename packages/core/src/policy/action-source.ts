// Reads an action that somebody wrote or recorded, such as a line of a traffic file.
import type { JsonObject, JsonValue } from '../ledger/json.ts'
import type { Action, RiskTier } from './action.ts'

/** What an action has where its text does not say. */
export interface ActionDefaults {
  readonly tenant: string
  readonly agent: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly ts: number
}

/** The action, or what is wrong with it. */
export type ReadAction =
  | { readonly ok: true; readonly action: Action }
  | { readonly ok: false; readonly message: string }

type Mutable = { -readonly [K in keyof Action]: Action[K] }

/** Reads the fields that a policy sees and ignores all others; a field that is null counts as absent. `ts` may be an ISO 8601 text. */
export function readAction(value: JsonValue, defaults: ActionDefaults): ReadAction {
  if (!isObject(value)) return { ok: false, message: 'an action is an object: write `{ "action": "read:file" }`' }
  const action: Mutable = { tenant: defaults.tenant, agent: defaults.agent, ts: defaults.ts }
  for (const key of ['tenant', 'agent', 'topic', 'action', 'tool', 'host'] as const) {
    const text = value[key]
    if (text === undefined || text === null) continue
    if (typeof text !== 'string') return wrong(key, 'a text')
    action[key] = text
  }
  const fault = addTime(action, value['ts']) ?? addTier(action, value['risk_tier']) ?? addFacts(action, value)
  return fault === null ? { ok: true, action } : wrong(fault[0], fault[1])
}

type Fault = readonly [key: string, must: string] | null

function addTime(action: Mutable, ts: JsonValue | undefined): Fault {
  if (ts === undefined || ts === null) return null
  const time = typeof ts === 'string' && /^\d{4}-\d\d-\d\d/.test(ts) ? Date.parse(ts) : ts
  if (typeof time !== 'number' || !(Math.abs(time) <= 8.64e15)) return ['ts', 'milliseconds since 1970, or ISO 8601']
  action.ts = time
  return null
}

function addTier(action: Mutable, tier: JsonValue | undefined): Fault {
  if (tier === undefined || tier === null) return null
  if (tier !== 0 && tier !== 1 && tier !== 2) return ['risk_tier', '0, 1 or 2']
  action.risk_tier = tier satisfies RiskTier
  return null
}

function addFacts(action: Mutable, value: JsonObject): Fault {
  const { labels, risk_tags, arguments: given } = value
  if (labels !== undefined && labels !== null) {
    if (!isObject(labels)) return ['labels', 'a map from names to texts']
    for (const key in labels) if (typeof labels[key] !== 'string') return [`labels.${key}`, 'a text']
    action.labels = labels as Readonly<Record<string, string>>
  }
  if (risk_tags !== undefined && risk_tags !== null) {
    if (!Array.isArray(risk_tags) || !risk_tags.every((tag) => typeof tag === 'string')) {
      return ['risk_tags', 'a list of texts']
    }
    action.risk_tags = risk_tags as readonly string[]
  }
  if (given === undefined || given === null) return null
  if (!isObject(given)) return ['arguments', 'an object']
  action.arguments = given
  return null
}

function wrong(key: string, must: string): ReadAction {
  return { ok: false, message: `\`${key}\` must be ${must}: correct it` }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
