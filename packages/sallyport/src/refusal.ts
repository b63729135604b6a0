// The one error that services throw on purpose; `http/problem.ts` maps its code to an RFC 9457 problem.
import type { JsonObject } from '@sallyport/core'

/** A request that is refused: `code` for machines, `message` for people (what is wrong, what to do next). */
export class Refusal extends Error {
  readonly code: string
  readonly extra: JsonObject
  constructor(code: string, message: string, extra: JsonObject = {}) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.extra = extra
  }
}
