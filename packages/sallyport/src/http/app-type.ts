// The HTTP application as every room's `routes.ts` sees it: typed by zod, with the authenticated principal on the request.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Permission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'

/** The Fastify instance that `xRoutes(app, deps)` receives. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse<IncomingMessage>,
  FastifyBaseLogger,
  ZodTypeProvider
>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking. Reading it on a route whose permission is `public` is an error. */
    principal: Principal
  }
  interface FastifyContextConfig {
    /** What it takes to call the route; a route without one cannot be registered. */
    permission?: Permission
    /** Requests refused at the door (bad token, malformed body) are recorded in the ledger. */
    recordsRefusals?: boolean
  }
}
