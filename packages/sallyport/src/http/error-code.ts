// From anything that can be thrown on the way of a request to a code, a message for people and further members.
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { codeOf } from '../monitor/loggable.ts'
import { recordedText } from '../recorded-text.ts'
import { Refusal } from '../refusal.ts'

/** What the caller is told about an error. */
export interface ErrorAnswer {
  readonly code: string
  readonly detail: string
  readonly extra: object
  /** The error is ours: it is logged, and the caller learns nothing about it. */
  readonly internal: boolean
}

const FASTIFY_CODES: Readonly<Record<string, readonly [code: string, detail: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too_large', 'the body is too large; send less'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported_media_type', 'the body must be sent as `application/json`'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_request', 'the body is not as long as `Content-Length` says'],
  FST_ERR_BAD_URL: ['malformed_request', 'the path is not a valid URL path'],
}

/** PostgreSQL's, where a text holds a character that it has no place for, alone or in JSON: NUL is the only one that comes this far. */
const NUL = /^(22021|22P05)$/

/** Node's connection errors, and PostgreSQL's classes for lost connections, shutdown and too many connections. */
const UNAVAILABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|08...|53300|57P0[123])$/

/** What `pg` says without a code when a connection breaks or none can be had. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/

/** Sorts an error. */
export function answerTo(error: unknown): ErrorAnswer {
  if (error instanceof Refusal) {
    return { code: error.code, detail: error.message, extra: error.extra, internal: false }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    // A message names fields that are not known, as they were sent.
    const errors = error.validation.map(({ instancePath, message = 'invalid' }) => {
      return { path: recordedText(instancePath), message: recordedText(message) }
    })
    const detail = 'the request does not have the form that the API description gives; see `errors`'
    return { code: 'malformed_body', detail, extra: { errors }, internal: false }
  }
  const code = codeOf(error)
  const known = FASTIFY_CODES[code]
  if (known !== undefined) return { code: known[0], detail: known[1], extra: {}, internal: false }
  if (NUL.test(code)) {
    const detail = 'a text of the request holds a NUL (U+0000), which cannot be kept; write it without'
    return { code: 'malformed_request', detail, extra: {}, internal: false }
  }
  if (UNAVAILABLE.test(code) || (error instanceof Error && LOST.test(error.message))) {
    return { code: 'unavailable', detail: 'the database cannot be reached; try again', extra: {}, internal: true }
  }
  const detail = 'something went wrong here; the log tells more under the request id'
  return { code: 'internal', detail, extra: {}, internal: true }
}
