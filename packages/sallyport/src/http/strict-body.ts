// Bodies are read by the strict JSON parser, so that what is decided is what every other parser would read.
import { parseStrictJson } from '@sallyport/core'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../refusal.ts'
import type { App } from './app-type.ts'

/** Deepest nesting of a body. */
const MAX_DEPTH = 64

/** Replaces Fastify's JSON parser. The size limit is the route's `bodyLimit`. */
export function useStrictBodies(app: App): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    const parsed = parseStrictJson(body, { max_bytes: request.routeOptions.bodyLimit, max_depth: MAX_DEPTH })
    if (!parsed.ok) throw new Refusal(parsed.code, parsed.message)
    return parsed.value
  })
}
