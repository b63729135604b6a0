// The policy room's messages.
import { DECISIONS } from '@sallyport/core'
import { z } from 'zod'
import { jsonObject, textMap } from '../json-schema.ts'

const policy_hash = z.string().describe('lower-case hex SHA-256 of the compiled bundle')

/** A stored version. */
export const policySchema = z
  .strictObject({
    version: z.int(),
    policy_hash,
    reason: z.string(),
    created_at: z.int().describe('milliseconds since 1970-01-01 UTC'),
    created_by: z.string(),
  })
  .meta({ id: 'PolicyVersion' })

/** A stored version with its text. */
export const policyTextSchema = policySchema.extend({ bundle: z.string() }).meta({ id: 'PolicyText' })

const finding = z
  .strictObject({
    lint: z.string(),
    severity: z.enum(['error', 'warning']),
    rule: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'PolicyFinding' })

/** What storing answers: lint findings prevent nothing. */
export const storedSchema = z
  .strictObject({ version: z.int(), policy_hash, findings: z.array(finding) })
  .meta({ id: 'StoredPolicy' })

/** What activating answers. */
export const activationSchema = z
  .strictObject({ version: z.int(), policy_hash, epoch: z.int() })
  .meta({ id: 'PolicyActivation' })

/** What storing and activating at once answers. */
export const replacedSchema = storedSchema.extend({ epoch: z.int() }).meta({ id: 'ReplacedPolicy' })

/** An action to try a policy on. Unlike a real one it may name any agent and tier. */
export const decideSchema = z
  .strictObject({
    action: z.strictObject({
      agent: z.string(),
      topic: z.string().optional(),
      action: z.string().optional(),
      tool: z.string().optional(),
      host: z.string().optional(),
      labels: textMap.optional(),
      risk_tags: z.array(z.string()).optional(),
      risk_tier: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
      arguments: jsonObject.optional(),
      ts: z.int().optional().describe('when it happens, in milliseconds since 1970-01-01 UTC; now where absent'),
    }),
    bundle: z.string().optional().describe('a bundle to try, as text'),
    version: z.int().positive().optional().describe('a stored version to try; the active one where both are absent'),
  })
  .refine(({ bundle, version }) => bundle === undefined || version === undefined, {
    error: 'give `bundle` or `version`, not both',
  })

const ruleAccount = z
  .looseObject({
    id: z.string(),
    decision: z.enum(DECISIONS),
    matched: z.boolean(),
    checks: z
      .array(z.looseObject({ key: z.string(), held: z.boolean(), expected: z.string(), got: z.string() }))
      .describe('every key of the rule, those that did not hold first'),
    error: z.string().optional().describe('why the condition could not be evaluated'),
  })
  .meta({ id: 'PolicyRuleAccount' })

/** The decision with the account of every rule. */
export const explanationSchema = z
  .looseObject({
    decision: z.enum(DECISIONS),
    rule: z.string().nullable(),
    reason: z.string(),
    code: z.string(),
    matched: z.array(z.string()),
    policy_hash,
    rules: z.array(ruleAccount),
  })
  .meta({ id: 'PolicyExplanation' })

/** A dry run, checked. */
export type DecideRequest = z.infer<typeof decideSchema>
