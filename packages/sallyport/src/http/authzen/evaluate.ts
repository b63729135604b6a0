// One evaluation: who it is about, what the gate says, and how that is told in AuthZEN's yes or no.
import type { JsonObject, JsonValue } from '@sallyport/core'
import type { z } from 'zod'
import type { Principal } from '../../access/principal.ts'
import type { Passage, Submission } from '../../action/gate.ts'
import { Refusal } from '../../refusal.ts'
import type { RecordRefusal } from '../refusals.ts'
import { type Answer, evaluationSchema, ownContextSchema } from './schema.ts'
import { toSubmission } from './to-submission.ts'

/** What evaluations need of the rooms. */
export interface EvaluateDeps {
  findPrincipal(tenant: string, id: string): Promise<Principal | undefined>
  /** The gate: judges and records what `subject` would do. Throws a `Refusal` that has been recorded. */
  submit(subject: Principal, submission: Submission): Promise<Passage>
  readonly recordRefusal: RecordRefusal
}

/** Who asks, and through which route. */
export interface Asker {
  readonly caller: Principal
  /** Method and route pattern. */
  readonly door: string
}

/**
 * Evaluates one question. Every evaluation is a submission to the gate and recorded as one; what does not get that far
 * is recorded as refused. Throws a `Refusal`.
 */
export async function evaluate(deps: EvaluateDeps, asker: Asker, question: JsonObject): Promise<Answer> {
  const { subject, submission } = await prepare(deps, asker, question)
  const asked = subject.id === asker.caller.id ? submission : { ...submission, asked_by: asker.caller.id }
  return answerOf(await deps.submit(subject, asked))
}

interface Prepared {
  readonly subject: Principal
  readonly submission: Submission
}

async function prepare(deps: EvaluateDeps, { caller, door }: Asker, question: JsonObject): Promise<Prepared> {
  try {
    const evaluation = parse(evaluationSchema, question)
    const submission = toSubmission(evaluation, parse(ownContextSchema, evaluation.context ?? {}))
    return { subject: await subjectOf(deps, caller, evaluation.subject.id), submission }
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, message } = error
      await deps.recordRefusal({ tenant: caller.tenant, agent: caller.id, code, message, door, suppressed: 0 })
    }
    throw error
  }
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const errors = read.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }))
  throw new Refusal('malformed_body', 'the evaluation is not of the form that AuthZEN gives; see `errors`', { errors })
}

/** INVARIANT: nobody but an enforcer learns what somebody else may do. */
async function subjectOf(deps: EvaluateDeps, caller: Principal, id: string): Promise<Principal> {
  if (id === caller.id) return caller
  if (!caller.roles.includes('enforcer')) {
    throw new Refusal(
      'subject_not_caller',
      `\`${caller.id}\` may ask for itself only; for others it takes \`enforcer\``,
    )
  }
  const subject = await deps.findPrincipal(caller.tenant, id)
  if (subject === undefined) throw new Refusal('unknown_principal', `no principal \`${id}\`; create it first`)
  return subject
}

/**
 * INVARIANT: true only for ALLOW, and for ALLOW_WITH_CONSTRAINTS where the caller declared every constraint (the gate
 * denies otherwise). REQUIRE_APPROVAL is false even once it is granted: the grant is used up by dispatching the action,
 * which answers `started` once, not by asking again.
 */
export function answerOf(passage: Passage): Answer {
  const { action_id, rule, reason, code, policy_hash, constraints, decision } = passage
  const context: Record<string, JsonValue> = { evaluation_id: action_id, decision, code, rule, reason, policy_hash }
  if (constraints !== null) context.constraints = constraints as JsonObject
  if (passage.approval !== null) context.access_request = accessRequest(passage, passage.approval)
  return { decision: decision === 'ALLOW' || decision === 'ALLOW_WITH_CONSTRAINTS', context }
}

function accessRequest(passage: Passage, approval: NonNullable<Passage['approval']>): JsonObject {
  return {
    approval_id: approval.id,
    status: approval.status,
    demand: approval.demand as unknown as JsonObject,
    expires_at: new Date(approval.expires_at).toISOString(),
    approval_path: `/v1/approvals/${approval.id}`,
    dispatch_path: `/v1/actions/${passage.action_id}/dispatch`,
  }
}
