// HTTP of the access room: who am I, and principals and tokens of one's own tenant.
import { z } from 'zod'
import type { App } from '../http/app-type.ts'
import type { TokenRow } from './queries.ts'
import type { AccessService } from './service.ts'

const kind = z.enum(['agent', 'person', 'service'])
const tier = z.union([z.literal(0), z.literal(1), z.literal(2)]).describe('risk tier: 0 harmless, 2 able to do harm')
const principalSchema = z
  .strictObject({ id: z.string(), tenant: z.string(), kind, roles: z.array(z.string()).readonly(), tier })
  .meta({ id: 'Principal' })
const tokenSchema = z
  .strictObject({
    id: z.uuid(),
    principal: z.string(),
    created_at: z.int().describe('milliseconds since 1970-01-01 UTC'),
    created_by: z.string(),
    expires_at: z.int().nullable(),
    revoked_at: z.int().nullable(),
  })
  .meta({ id: 'Token' })
const newPrincipal = z.strictObject({
  id: z.string(),
  kind,
  roles: z.array(z.string()).default([]),
  tier: tier.default(0),
})
const newToken = z.strictObject({ principal: z.string(), expires_at: z.int().positive().optional() })
const tags = ['access']

/** Registers the room's routes. */
export function accessRoutes(app: App, deps: { readonly access: AccessService }): void {
  const { access } = deps
  app.get(
    '/v1/access/self',
    {
      config: { permission: 'self.read' },
      schema: { tags, summary: 'The principal of the token', response: { 200: principalSchema } },
    },
    async (request) => request.principal,
  )
  principalRoutes(app, access)
  tokenRoutes(app, access)
}

function principalRoutes(app: App, access: AccessService): void {
  app.get(
    '/v1/access/principals',
    {
      config: { permission: 'access.read' },
      schema: {
        tags,
        summary: 'The principals of the tenant',
        response: { 200: z.strictObject({ principals: z.array(principalSchema) }) },
      },
    },
    async ({ principal }) => ({ principals: [...(await access.listPrincipals(principal.tenant))] }),
  )
  app.post(
    '/v1/access/principals',
    {
      config: { permission: 'access.write' },
      schema: { tags, summary: 'Create a principal', body: newPrincipal, response: { 201: principalSchema } },
    },
    async ({ principal, body }, reply) => {
      const created = { ...body, tenant: principal.tenant }
      await access.createPrincipal(created, principal.id)
      return reply.code(201).send(created)
    },
  )
  app.put(
    '/v1/access/principals/:id',
    {
      config: { permission: 'access.write' },
      schema: {
        tags,
        summary: 'Replace the roles and the tier of a principal',
        params: z.strictObject({ id: z.string() }),
        body: newPrincipal.omit({ id: true }),
        response: { 200: principalSchema },
      },
    },
    async ({ principal, params, body }) => {
      const changed = { ...body, id: params.id, tenant: principal.tenant }
      await access.changePrincipal(changed, principal.id)
      return changed
    },
  )
}

function tokenRoutes(app: App, access: AccessService): void {
  app.get(
    '/v1/access/tokens',
    {
      config: { permission: 'access.read' },
      schema: {
        tags,
        summary: 'The tokens of the tenant, without their text',
        response: { 200: z.strictObject({ tokens: z.array(tokenSchema) }) },
      },
    },
    async ({ principal }) => ({ tokens: (await access.listTokens(principal.tenant)).map(tokenOf) }),
  )
  app.post(
    '/v1/access/tokens',
    {
      config: { permission: 'access.write' },
      schema: {
        tags,
        summary: 'Create a token; its text is in this answer and nowhere else',
        body: newToken,
        response: {
          201: tokenSchema.pick({ id: true, principal: true, expires_at: true }).extend({ token: z.string() }),
        },
      },
    },
    async ({ principal, body }, reply) => {
      const created = await access.createToken(principal.tenant, body.principal, principal.id, body.expires_at)
      return reply.code(201).header('cache-control', 'no-store').send(created)
    },
  )
  app.delete(
    '/v1/access/tokens/:id',
    {
      config: { permission: 'access.write' },
      schema: {
        tags,
        summary: 'Revoke a token',
        params: z.strictObject({ id: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ principal, params }, reply) => {
      await access.revokeToken(principal.tenant, params.id, principal.id)
      return reply.code(204).send(null)
    },
  )
}

function tokenOf(row: TokenRow): z.infer<typeof tokenSchema> {
  return {
    id: row.id,
    principal: row.principal_id,
    created_at: row.created_at.getTime(),
    created_by: row.created_by,
    expires_at: row.expires_at?.getTime() ?? null,
    revoked_at: row.revoked_at?.getTime() ?? null,
  }
}
