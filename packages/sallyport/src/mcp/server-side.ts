// What the server says: replies end the client's requests, its own requests and notifications are relayed.
import { rpcError } from './errors.ts'
import type { OpenRequests } from './open-requests.ts'
import type { Reading, Received } from './read-frame.ts'
import type { RequestId, RpcRequest, RpcResponse, Unreadable } from './rpc.ts'
import type { RelayWiring } from './wiring.ts'

/** The server's half of a relay. */
export interface ServerSide {
  take(reading: Reading): void
  /** Relays the client's response to one of the server's open requests; any other is dropped. */
  takeResponse(response: RpcResponse): void
  /** Answers an open request of the server with an error, where the client's response is unusable. */
  failResponse(id: RequestId, problem: string): boolean
}

/** Makes the server's half. */
export function createServerSide(requests: OpenRequests, wiring: RelayWiring): ServerSide {
  const asked = new Set<RequestId>()

  const reply = (response: RpcResponse) => {
    const open = response.id === null ? undefined : requests.find(response.id)
    if (open?.stage === 'forwarded') open.end({ kind: 'reply', response })
    else wiring.log(`dropped a reply of the server to no open request, id ${JSON.stringify(response.id)}`)
  }
  const ask = ({ id }: RpcRequest, text: string) => {
    const full = asked.size >= wiring.settings.max_open
    if (asked.has(id)) wiring.log(`dropped a request of the server under an id in use, ${JSON.stringify(id)}`)
    else if (full) answer(wiring, id, `${asked.size} requests are open: wait for answers before you send more`)
    else {
      asked.add(id)
      wiring.toClient(text)
    }
  }
  const take = ({ message, value }: Received) => {
    if (message.kind === 'response') reply(message)
    else if (message.kind === 'unreadable') damaged(message, requests, wiring)
    else if (message.kind === 'request') ask(message, JSON.stringify(value))
    else {
      // A request that the server takes back will not be answered any more.
      if (message.method === 'notifications/cancelled') asked.delete(message.params?.['requestId'] as RequestId)
      wiring.toClient(JSON.stringify(value))
    }
  }
  return {
    take(reading) {
      for (const received of reading.messages) take(received)
    },
    takeResponse(response) {
      if (response.id === null || !asked.delete(response.id)) {
        return wiring.log(`dropped a response of the client to no open request, id ${JSON.stringify(response.id)}`)
      }
      const { id, result, error } = response
      wiring.toServer(JSON.stringify({ jsonrpc: '2.0', id, ...(error === undefined ? { result } : { error }) }))
    },
    failResponse(id, problem) {
      if (!asked.delete(id)) return false
      answer(wiring, id, `the client's answer is unusable: ${problem}`)
      return true
    },
  }
}

/** Whoever waits for a message that cannot be read is told: the client of its request, the server of its own. */
function damaged(message: Unreadable, requests: OpenRequests, wiring: RelayWiring): void {
  wiring.log(`the server sent what is no message: ${message.problem}`)
  if (message.id === null) return
  const open = requests.find(message.id)
  if (message.isCall) answer(wiring, message.id, message.problem)
  else if (open?.stage === 'forwarded') open.end({ kind: 'bad_reply', problem: message.problem })
}

function answer(wiring: RelayWiring, id: RequestId, problem: string): void {
  wiring.toServer(JSON.stringify({ jsonrpc: '2.0', id, error: rpcError('invalid_request', problem) }))
}
