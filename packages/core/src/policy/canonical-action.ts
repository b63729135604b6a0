// The action in the spelling in which rules are compared with it; a name that has no such spelling is refused.
import type { Action } from './action.ts'
import { normaliseHost } from './host-glob.ts'
import { normaliseName } from './name.ts'

/** Canonical names of an action, by the keys of `match`. */
export interface CanonicalAction {
  readonly topic: string | undefined
  readonly tool: string | undefined
  readonly action: string | undefined
  readonly agent: string
  readonly tenant: string
  readonly host: string | undefined
  /** False where `host` is text that no host can have: it may meet a prohibition, and never a permission. */
  readonly host_valid: boolean
}

/** The canonical names, or the key whose value is refused. */
export function canonicalAction(action: Action): CanonicalAction | { readonly refused: string } {
  const topic = nameOf(action.topic)
  if (topic === null) return { refused: 'topic' }
  const tool = nameOf(action.tool)
  if (tool === null) return { refused: 'tool' }
  const verb = nameOf(action.action)
  if (verb === null) return { refused: 'action' }
  const agent = normaliseName(action.agent)
  if (agent === null) return { refused: 'agent' }
  const tenant = normaliseName(action.tenant)
  if (tenant === null) return { refused: 'tenant' }
  const names = { topic, tool, action: verb, agent, tenant }
  if (action.host === undefined) return { ...names, host: undefined, host_valid: true }
  const host = normaliseHost(action.host)
  if (host !== null) return { ...names, host, host_valid: true }
  // Beyond ASCII two spellings can resolve to one host, so such a name can't be compared at all.
  if (!/^[\x20-\x7e]{1,255}$/.test(action.host)) return { refused: 'host' }
  return { ...names, host: action.host.toLowerCase(), host_valid: false }
}

function nameOf(name: string | undefined): string | null | undefined {
  return name === undefined ? undefined : normaliseName(name)
}
