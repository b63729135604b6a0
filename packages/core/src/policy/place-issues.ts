// Gives the issues of a document their places in its text.
import type { PolicyError, PolicyIssue } from './policy-error.ts'
import type { Locate, Within } from './read-document.ts'

/** An issue, where it may also stand somewhere inside a text value. */
export interface FoundIssue extends PolicyIssue {
  readonly within?: Within
}

/** Most errors that are reported at once. */
const MAX_ERRORS = 100

/** The errors in the order of the file. */
export function placeIssues(found: readonly FoundIssue[], locate: Locate, file: string): readonly PolicyError[] {
  const errors = found.slice(0, MAX_ERRORS).map(({ code, path, message, at_key, within }) => {
    return { code, file, ...locate(path, { ...(at_key && { at_key }), ...(within && { within }) }), message }
  })
  return errors.sort((left, right) => left.line - right.line || left.column - right.column)
}
