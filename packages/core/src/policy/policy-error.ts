// What is wrong with a policy file, where, and what to write instead.

/** Why a policy file was refused, for machines. */
export type PolicyErrorCode =
  | 'too_large'
  | 'too_deep'
  | 'syntax'
  | 'forbidden_key'
  | 'schema'
  | 'unknown_key'
  | 'duplicate_id'
  | 'bad_pattern'
  | 'bad_host'
  | 'bad_time'
  | 'bad_condition'
  | 'bad_argument_schema'
  | 'misplaced'

/** One error. Lines and columns count from 1. */
export interface PolicyError {
  readonly code: PolicyErrorCode
  readonly file: string
  readonly line: number
  readonly column: number
  readonly message: string
}

/** Where in the document something stands: object keys and list indices from the root. */
export type DocumentPath = readonly (string | number)[]

/** An error before its position is known. `offset` counts characters inside the text at `path`. */
export interface PolicyIssue {
  readonly code: PolicyErrorCode
  readonly path: DocumentPath
  /** Whether the position is that of the last key rather than of its value. */
  readonly at_key?: boolean
  readonly message: string
}

/** One line for people: `file:line:column: message`. */
export function formatPolicyError(error: PolicyError): string {
  return `${error.file}:${error.line}:${error.column}: ${error.message}`
}
