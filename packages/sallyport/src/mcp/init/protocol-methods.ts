// The requests a client may make that are the protocol's own, in one list: what a starter policy allows.

/** Requests that every MCP session needs; they only look (MCP revisions up to 2025-11-25). */
export const SESSION_METHODS = [
  'initialize',
  'ping',
  'logging/setLevel',
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'prompts/list',
  'completion/complete',
] as const

/** Requests that fetch what the server offers, by name or address. */
export const CONTENT_METHODS = [
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'prompts/get',
] as const

/** Requests about tasks, which run on after the call that created them was answered. */
export const TASK_METHODS = ['tasks/get', 'tasks/list', 'tasks/result', 'tasks/cancel'] as const
