// The OpenID AuthZEN Authorization API 1.0: evaluation, evaluations and discovery.
import type { JsonObject } from '@sallyport/core'
import type { FastifyRequest } from 'fastify'
import { Refusal } from '../../refusal.ts'
import type { App } from '../app-type.ts'
import { PROBLEM_STATUS } from '../problem-status.ts'
import { complete } from './complete.ts'
import { type Asker, type EvaluateDeps, evaluate } from './evaluate.ts'
import {
  type Answer,
  answerSchema,
  answersSchema,
  configurationSchema,
  type Evaluations,
  evaluationSchema,
  evaluationsSchema,
  type Semantic,
} from './schema.ts'

const tags = ['authzen']
const config = { permission: 'action.evaluate', recordsRefusals: true } as const
/** Which answer ends a list early. */
const STOPS_AT: Readonly<Record<Semantic, boolean | null>> = {
  execute_all: null,
  deny_on_first_deny: false,
  permit_on_first_permit: true,
}

/** Registers the AuthZEN routes, in a scope of their own because of its parser. */
export function authzenRoutes(app: App, deps: EvaluateDeps): void {
  app.register(async (scope) => {
    evaluationRoutes(scope as App, deps)
    discoveryRoute(scope as App)
  })
}

function evaluationRoutes(app: App, deps: EvaluateDeps): void {
  // §10.1.3 knows 400 and no 415; the parser for anything that is not JSON says so.
  app.addContentTypeParser('*', async () => {
    throw new Refusal('malformed_body', 'the body must be sent as `application/json`')
  })
  app.post(
    '/access/v1/evaluation',
    {
      config,
      schema: { tags, summary: 'May this happen?', body: evaluationSchema, response: { 200: answerSchema } },
    },
    async (request) => answer(deps, request, request.body as unknown as JsonObject),
  )
  app.post(
    '/access/v1/evaluations',
    {
      config,
      schema: { tags, summary: 'May these happen?', body: evaluationsSchema, response: { 200: answersSchema } },
    },
    async (request) => {
      const { body } = request
      if (body.evaluations === undefined || body.evaluations.length === 0) {
        return answer(deps, request, complete({}, body))
      }
      return { evaluations: await evaluateAll(deps, request, body) }
    },
  )
}

function discoveryRoute(app: App): void {
  app.get(
    '/.well-known/authzen-configuration',
    {
      config: { permission: 'public' },
      schema: { tags, summary: 'Where the endpoints are', response: { 200: configurationSchema } },
    },
    async (request, reply) => {
      const base = `${request.protocol}://${request.host}`
      reply.header('cache-control', 'max-age=3600')
      return {
        policy_decision_point: base,
        access_evaluation_endpoint: `${base}/access/v1/evaluation`,
        access_evaluations_endpoint: `${base}/access/v1/evaluations`,
      }
    },
  )
}

async function evaluateAll(deps: EvaluateDeps, request: FastifyRequest, body: Evaluations): Promise<Answer[]> {
  const entries = (body.evaluations ?? []).map((entry) => complete(entry, body))
  const stopsAt = STOPS_AT[body.options?.evaluations_semantic ?? 'execute_all']
  const ask = (entry: JsonObject): Promise<Answer> => answerEntry(deps, request, entry)
  if (stopsAt === null) return Promise.all(entries.map(ask))
  const answers: Answer[] = []
  for (const entry of entries) {
    const answer = await ask(entry)
    answers.push(answer)
    if (answer.decision === stopsAt) break
  }
  return answers
}

const UNASKABLE: ReadonlySet<number> = new Set([404, 409, 422])

/** What the policy cannot even be asked (an unknown tool or subject) is a `false`; what the request got wrong is a problem. */
async function answer(deps: EvaluateDeps, request: FastifyRequest, question: JsonObject): Promise<Answer> {
  return answerOr(deps, request, question, (status, code) => UNASKABLE.has(status) || code === 'not_an_agent')
}

/** In a list every fault of one entry is that entry's answer, §7.2.1; only a fault of ours ends the request. */
async function answerEntry(deps: EvaluateDeps, request: FastifyRequest, question: JsonObject): Promise<Answer> {
  return answerOr(deps, request, question, (status) => status < 500 && status !== 429)
}

async function answerOr(
  deps: EvaluateDeps,
  request: FastifyRequest,
  question: JsonObject,
  isAnswer: (status: number, code: string) => boolean,
): Promise<Answer> {
  const asker: Asker = { caller: request.principal, door: `${request.method} ${request.routeOptions.url ?? ''}` }
  try {
    return await evaluate(deps, asker, question)
  } catch (error) {
    const status = error instanceof Refusal ? (PROBLEM_STATUS[error.code] ?? 400) : 500
    if (!(error instanceof Refusal) || !isAnswer(status, error.code)) throw error
    const { code, message } = error
    return { decision: false, context: { ...error.extra, code, reason: message, error: { status, message } } }
  }
}
