// One id per request: the caller's own where it sent a usable one (AuthZEN 1.0 §10.1.4), else ours; always echoed.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { App } from './app-type.ts'

const USABLE = /^[\x21-\x7e]{1,200}$/

/** The id of a request that has just arrived. */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && USABLE.test(given) ? given : randomUUID()
}

/** Sends the id back with every response. */
export function useRequestIds(app: App): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id)
    done()
  })
}
