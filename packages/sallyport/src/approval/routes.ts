// HTTP of the approval room: the queue, votes bound to what was shown, and grants.
import { z } from 'zod'
import type { App } from '../http/app-type.ts'
import { jsonObject } from '../json-schema.ts'
import { Refusal } from '../refusal.ts'
import type { HeldGrant } from './grant-queries.ts'
import { type HeldApproval, statusAt } from './held-approval.ts'
import { approvalSchema, approvalStatus, grantSchema, queuedSchema } from './schemas.ts'
import type { ApprovalService } from './service.ts'

/** What the routes need. */
export interface ApprovalRoutesDeps {
  readonly approvals: ApprovalService
  readonly now: () => number
}

const tags = ['approval']
const params = z.strictObject({ id: z.uuid() })
const DAY_MS = 86_400_000
const pattern = z.string().min(1).max(4096)

/** Registers the room's routes. */
export function approvalRoutes(app: App, deps: ApprovalRoutesDeps): void {
  queueRoutes(app, deps)
  voteRoute(app, deps)
  grantRoutes(app, deps)
}

function queueRoutes(app: App, { approvals, now }: ApprovalRoutesDeps): void {
  app.get(
    '/v1/approvals',
    {
      config: { permission: 'approval.read' },
      schema: {
        tags,
        summary: 'Approvals, newest first; agents see their own',
        querystring: z.strictObject({
          status: approvalStatus.optional(),
          before: z.uuid().optional().describe('only approvals older than this one'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
        response: { 200: z.object({ approvals: z.array(queuedSchema), next: z.uuid().nullable() }) },
      },
    },
    async ({ principal, query: { status, before, limit } }) => {
      const filter = { limit, ...(status && { status }), ...(before && { before }) }
      const found = await approvals.list(principal, filter)
      const next = found.length === limit ? (found.at(-1)?.id ?? null) : null
      return { approvals: found.map((held) => queuedOf(held, now())), next }
    },
  )
  app.get(
    '/v1/approvals/:id',
    {
      config: { permission: 'approval.read' },
      schema: {
        tags,
        summary: 'One approval with everything to judge; a look by a person is recorded',
        params,
        response: { 200: approvalSchema },
      },
    },
    async ({ principal, params: { id } }) => {
      const held = await approvals.read(principal, id)
      if (held === undefined) throw new Refusal('unknown_approval', `no approval \`${id}\`; list them first`)
      return approvalOf(held, now())
    },
  )
}

function voteRoute(app: App, { approvals, now }: ApprovalRoutesDeps): void {
  app.post(
    '/v1/approvals/:id/votes',
    {
      config: { permission: 'approval.vote' },
      schema: {
        tags,
        summary: 'Approve or reject what was shown',
        params,
        body: z.strictObject({
          verdict: z.enum(['approve', 'reject']),
          reason: z.string().min(1).max(4096),
          action_hash: z
            .string()
            .regex(/^[0-9a-f]{64}$/)
            .describe('the `action_hash` of the approval as it was shown: the vote is for exactly that'),
        }),
        response: { 200: approvalSchema },
      },
    },
    async ({ principal, params: { id }, body }) => approvalOf(await approvals.vote(principal, id, body), now()),
  )
}

function grantRoutes(app: App, { approvals }: ApprovalRoutesDeps): void {
  app.post(
    '/v1/approvals/grants',
    {
      config: { permission: 'approval.grant' },
      schema: {
        tags,
        summary: 'Permit in advance, within bounds: each use mints a single-use approval',
        body: z.strictObject({
          agent: z.string().min(1).max(200),
          tool: pattern.nullable().default(null),
          action: pattern.nullable().default(null),
          arguments: jsonObject.nullable().default(null).describe('JSON Schema that the arguments must satisfy'),
          max_uses: z.int().min(1).max(100_000),
          ttl_ms: z
            .int()
            .min(1_000)
            .max(90 * DAY_MS),
          reason: z.string().min(1).max(4096),
        }),
        response: { 201: grantSchema },
      },
    },
    async ({ principal, body }, reply) =>
      reply.code(201).send(grantOf(await approvals.createGrant(principal, { ...body, arguments: body.arguments }))),
  )
  app.get(
    '/v1/approvals/grants',
    {
      config: { permission: 'approval.read' },
      schema: { tags, summary: 'Grants, newest first', response: { 200: z.object({ grants: z.array(grantSchema) }) } },
    },
    async ({ principal }) => ({ grants: (await approvals.listGrants(principal)).map(grantOf) }),
  )
  app.delete(
    '/v1/approvals/grants/:id',
    {
      config: { permission: 'approval.grant' },
      schema: { tags, summary: 'Revoke a grant', params, response: { 204: z.null() } },
    },
    async ({ principal, params: { id } }, reply) => {
      await approvals.revokeGrant(principal, id)
      return reply.code(204).send(null)
    },
  )
}

function queuedOf(held: HeldApproval, now: number): z.infer<typeof queuedSchema> {
  const { shown: _, ...same } = approvalOf(held, now)
  return same
}

function approvalOf(held: HeldApproval, now: number): z.infer<typeof approvalSchema> {
  const { tenant: _, version: __, last_leaf: ___, closed: ____, votes, shown, ...same } = held
  return {
    ...same,
    status: statusAt(held, now),
    shown: { ...shown },
    votes: votes.map((vote) => ({ ...vote, roles: [...vote.roles] })),
  }
}

function grantOf(grant: HeldGrant): z.infer<typeof grantSchema> {
  const { tenant: _, leaf: __, roles, arguments: bounds, ...same } = grant
  return { ...same, roles: [...roles], arguments: bounds === null ? null : { ...bounds } }
}
