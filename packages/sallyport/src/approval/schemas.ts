// The approval room's shapes over HTTP: the API description is made from them.
import { z } from 'zod'

/** Where an approval stands. */
export const approvalStatus = z.enum(['pending', 'granted', 'rejected', 'expired', 'consumed'])

const time = z.number().describe('milliseconds since 1970-01-01 UTC')
const quorum = z.object({ roles: z.array(z.string()).readonly(), quorum: z.int() })

/** What an approval must satisfy. */
export const demandSchema = z
  .object({ all_of: z.array(quorum).readonly(), ttl_ms: z.number() })
  .meta({ id: 'ApprovalDemand' })

/** One approval as approvers and requesters see it. */
export const approvalSchema = z
  .object({
    id: z.uuid(),
    action_id: z.uuid(),
    requester: z.string(),
    status: approvalStatus,
    shown: z.looseObject({}).describe('everything that will execute, and why it was held'),
    action_hash: z.string().describe('send it back with a vote'),
    policy_hash: z.string(),
    demand: demandSchema,
    grant_id: z.uuid().nullable(),
    created_at: time,
    expires_at: time,
    consumed_at: time.nullable(),
    votes: z.array(
      z.object({
        person: z.string(),
        roles: z.array(z.string()),
        verdict: z.enum(['approve', 'reject']),
        reason: z.string(),
        voted_at: time,
      }),
    ),
  })
  .meta({ id: 'Approval' })

/** One approval in the queue: what is to be executed is shown one by one, because each such look is recorded. */
export const queuedSchema = approvalSchema.omit({ shown: true }).meta({ id: 'QueuedApproval' })

/** One grant. */
export const grantSchema = z
  .object({
    id: z.uuid(),
    agent: z.string(),
    tool: z.string().nullable(),
    action: z.string().nullable(),
    arguments: z.looseObject({}).nullable(),
    max_uses: z.int(),
    used: z.int(),
    reason: z.string(),
    created_by: z.string(),
    roles: z.array(z.string()),
    created_at: time,
    expires_at: time,
    revoked: z.boolean(),
  })
  .meta({ id: 'Grant' })
