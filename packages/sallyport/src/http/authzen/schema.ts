// The messages of the OpenID AuthZEN Authorization API 1.0. Unknown members are ignored, as the specification demands.
import { z } from 'zod'
import { jsonObject } from '../../json-schema.ts'

const word = z.string().min(1).max(256)
const id = z.string().min(1).max(2048)
const words = z.array(word).max(64)

const subject = z.object({ type: word, id, properties: jsonObject.optional() })
const action = z.object({ name: word, properties: jsonObject.optional() })
const resource = z
  .object({ type: word, id, properties: jsonObject.optional() })
  .refine(({ type, properties }) => type !== 'tool' || jsonObject.optional().safeParse(properties?.arguments).success, {
    error: 'the arguments of a tool are an object',
    path: ['properties', 'arguments'],
  })
const context = jsonObject.describe(
  'free, but for what Sallyport reads: `enforces` (constraints the caller enforces itself), `topic`, `host`, `risk_tags`',
)

/** One evaluation: may `subject` do `action` to `resource`? (§6) */
export const evaluationSchema = z
  .object({ subject, action, resource, context: context.optional() })
  .meta({ id: 'AuthzenEvaluation' })

/** What Sallyport itself reads of the context. */
export const ownContextSchema = z.object({
  enforces: words.default([]),
  topic: id.optional(),
  host: z.string().min(1).max(255).optional(),
  risk_tags: words.optional(),
})

/** The context's own members, checked. */
export type OwnContext = z.infer<typeof ownContextSchema>

/** One evaluation, checked. */
export type Evaluation = z.infer<typeof evaluationSchema>

/** Most evaluations of one request. */
const MOST_EVALUATIONS = 100

/** How a list of evaluations is gone through (§7.1.2.1). */
const SEMANTICS = ['execute_all', 'deny_on_first_deny', 'permit_on_first_permit'] as const

/** One of the three semantics. */
export type Semantic = (typeof SEMANTICS)[number]

/**
 * Many evaluations with defaults (§7). What stands at the top is a default for every entry; an entry is checked once
 * it has been completed, so that one bad entry is an answer of its own and not the end of the request.
 */
export const evaluationsSchema = z
  .object({
    subject: jsonObject.optional(),
    action: jsonObject.optional(),
    resource: jsonObject.optional(),
    context: context.optional(),
    evaluations: z.array(jsonObject).max(MOST_EVALUATIONS).optional(),
    options: z.object({ evaluations_semantic: z.enum(SEMANTICS).default('execute_all') }).optional(),
  })
  .meta({ id: 'AuthzenEvaluations' })

/** Many evaluations, checked as far as they can be together. */
export type Evaluations = z.infer<typeof evaluationsSchema>

/** The answer to one evaluation; `context` says why, and what to do about it. */
export const answerSchema = z
  .object({ decision: z.boolean(), context: jsonObject.optional() })
  .meta({ id: 'AuthzenDecision' })

/** The answer to one evaluation. */
export type Answer = z.infer<typeof answerSchema>

/** The answers in the order of the entries, fewer where the semantic stopped early; or one answer where no entries were sent. */
export const answersSchema = z.union([z.object({ evaluations: z.array(answerSchema) }), answerSchema])

/** The metadata document (§9). */
export const configurationSchema = z.object({
  policy_decision_point: z.url(),
  access_evaluation_endpoint: z.url(),
  access_evaluations_endpoint: z.url(),
})
