// The one place where codes become RFC 9457 problems.
import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { PROBLEM_STATUS } from './problem-status.ts'

/** A problem as it is sent, `application/problem+json`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly instance: string
  readonly [extension: string]: unknown
}

/** The problem's schema, for the OpenAPI description. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('`urn:sallyport:problem:` and the code'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('what is wrong and what to do next'),
    code: z.string().describe('stable, for machines'),
    instance: z.string().describe('`urn:sallyport:request:` and the request id'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' })

/** What a problem is made of. */
export interface ProblemInput {
  readonly code: string
  readonly detail: string
  readonly request_id: string
  /** Members beyond the standard ones, such as `errors`; they never replace a standard one. */
  readonly extra?: object
}

/** The problem of a code; a code that is not in the table is a plain 400. */
export function problemOf(input: ProblemInput): Problem {
  const status = PROBLEM_STATUS[input.code] ?? 400
  return {
    ...input.extra,
    type: `urn:sallyport:problem:${input.code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: input.detail,
    code: input.code,
    instance: `urn:sallyport:request:${encodeURIComponent(input.request_id)}`,
  }
}
