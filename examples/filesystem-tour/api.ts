// The control plane's HTTP API, as far as the tour uses it.

/** A decided action as `GET /v1/actions` lists it. */
export interface ListedAction {
  readonly id: string
  readonly tool: string | null
  readonly decision: string
  readonly rule: string | null
  readonly reason: string
  readonly code: string
  readonly status: string
  readonly decided_us: number
  readonly action_hash: string
}

/** Calls the API as one principal; throws the problem's detail on any refusal. */
export async function api<T>(url: string, token: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as T & { detail?: string; code?: string }
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer.code ?? ''} ${answer.detail ?? ''}`)
  return answer
}
