// The JSON-RPC 2.0 messages of MCP, told apart without knowing any method or protocol revision.
import type { JsonObject, JsonValue } from '@sallyport/core'

/** A request id. MCP narrows JSON-RPC: never null, and numbers are integers. */
export type RequestId = string | number

/** A request, which is owed one response. */
export interface RpcRequest {
  readonly kind: 'request'
  readonly id: RequestId
  readonly method: string
  readonly params: JsonObject | undefined
}

/** A message that nobody answers. */
export interface RpcNotification {
  readonly kind: 'notification'
  readonly method: string
  readonly params: JsonObject | undefined
}

/** The answer to a request: exactly one of `result` and `error` is there. */
export interface RpcResponse {
  readonly kind: 'response'
  readonly id: RequestId | null
  readonly result?: JsonValue
  readonly error?: JsonValue
}

/** What is no message: `id` and `isCall` as far as they could be made out, so that whoever waits can be told. */
export interface Unreadable {
  readonly kind: 'unreadable'
  readonly id: RequestId | null
  /** It has a `method`: meant as a request or notification, not as a response. */
  readonly isCall: boolean
  readonly error: 'unreadable' | 'invalid_request'
  readonly problem: string
}

/** Whatever can arrive from either side. */
export type RpcMessage = RpcRequest | RpcNotification | RpcResponse | Unreadable

/** True for the ids MCP allows. */
function isRequestId(value: unknown): value is RequestId {
  return typeof value === 'string' || (typeof value === 'number' && Number.isSafeInteger(value))
}

/** True for a JSON object, which arrays and null are not. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Tells what a parsed value is. Source: JSON-RPC 2.0 §4 and §5, MCP base protocol. */
export function classify(value: JsonValue): RpcMessage {
  if (!isObject(value)) return invalid({}, 'a message must be a JSON object')
  if (value['jsonrpc'] !== '2.0') return invalid(value, 'a message must carry `jsonrpc` with the value `2.0`')
  const kinds = ['method', 'result', 'error'].filter((member) => Object.hasOwn(value, member))
  if (kinds.length !== 1) return invalid(value, 'a message must carry exactly one of `method`, `result` and `error`')
  return kinds[0] === 'method' ? call(value) : response(value)
}

function call(value: JsonObject): RpcMessage {
  const { id, method, params } = value
  if (typeof method !== 'string' || method === '') return invalid(value, '`method` must be a text that is not empty')
  if (params !== undefined && !isObject(params)) return invalid(value, '`params` must be a JSON object')
  if (!Object.hasOwn(value, 'id')) return { kind: 'notification', method, params }
  if (!isRequestId(id)) return invalid(value, '`id` must be a text or an integer within ±(2^53 − 1)')
  return { kind: 'request', id, method, params }
}

function response(value: JsonObject): RpcMessage {
  const { id, result, error } = value
  if (id !== null && !isRequestId(id)) return invalid(value, '`id` of a response must be a text, an integer or null')
  return result === undefined ? { kind: 'response', id, error: error as JsonValue } : { kind: 'response', id, result }
}

function invalid(value: JsonObject, problem: string): Unreadable {
  const id = isRequestId(value['id']) ? value['id'] : null
  return { kind: 'unreadable', id, isCall: Object.hasOwn(value, 'method'), error: 'invalid_request', problem }
}
