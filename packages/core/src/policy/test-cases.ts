// Reads the cases of a `*.policy.test.yaml`: actions, and what a policy is expected to decide about each.
import { z } from 'zod'
import type { JsonValue } from '../ledger/json.ts'
import type { Action } from './action.ts'
import { readAction } from './action-source.ts'
import { DECISIONS, type DecisionKind } from './decision.ts'
import { findForbiddenKeys } from './forbidden-keys.ts'
import { type FoundIssue, placeIssues } from './place-issues.ts'
import type { PolicyError } from './policy-error.ts'
import { readDocument } from './read-document.ts'
import { type KnownKeys, schemaIssues } from './schema-issues.ts'

/** What a case expects; what is absent is not compared. */
export interface Expectation {
  readonly decision?: DecisionKind | undefined
  /** Id of the deciding rule; null where none must have matched. */
  readonly rule?: string | null | undefined
  readonly code?: string | undefined
}

/** One case. */
export interface PolicyCase {
  readonly name: string
  /** Line in the file, from 1. */
  readonly line: number
  readonly action: Action
  readonly expect: Expectation
}

/** The cases, or every error in the order of the file. */
export type ParsedCases =
  | { readonly ok: true; readonly cases: readonly PolicyCase[]; readonly policy: string | null }
  | { readonly ok: false; readonly errors: readonly PolicyError[] }

/** Who acts, and when, where a case does not say: `2026-01-01T12:00:00Z` is a Thursday. */
export const CASE_DEFAULTS = { tenant: 'default', agent: 'agent', ts: 1_767_268_800_000 } as const

const decision = z.enum(DECISIONS)
const expectation = z.strictObject({
  decision: decision.optional(),
  rule: z.string().nullable().optional(),
  code: z.string().optional(),
})
const fileSchema = z.strictObject({
  policy: z.string().optional(),
  cases: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        action: z.record(z.string(), z.unknown()),
        expect: z.union([decision, expectation], {
          error: 'write a decision, or a map with `decision`, `rule` and `code`',
        }),
      }),
    )
    .min(1),
})

const KEYS: KnownKeys = {
  '': ['policy', 'cases'],
  cases: ['name', 'action', 'expect'],
  expect: ['decision', 'rule', 'code'],
}

const ACTION_KEYS: readonly string[] = [
  'tenant',
  'agent',
  'topic',
  'action',
  'tool',
  'host',
  'labels',
  'risk_tags',
  'risk_tier',
  'arguments',
  'ts',
]

/** Parses a test file; `file` only names it in errors. Never throws. `policy` is the bundle it names, relative to itself. */
export function parseCases(text: string, options: { readonly file: string }): ParsedCases {
  const read = readDocument(text)
  if (!read.ok) return { ok: false, errors: read.errors.map((error) => ({ ...error, file: options.file })) }
  const failed = (found: readonly FoundIssue[]): ParsedCases => {
    return { ok: false, errors: placeIssues(found, read.locate, options.file) }
  }
  const forbidden = findForbiddenKeys(read.value)
  if (forbidden.length > 0) return failed(forbidden)
  const checked = fileSchema.safeParse(read.value, { reportInput: true })
  if (!checked.success) return failed(schemaIssues(checked.error, KEYS))
  const found: FoundIssue[] = []
  const cases = checked.data.cases.flatMap(({ name, action: source, expect }, i): PolicyCase[] => {
    const path = ['cases', i, 'action']
    for (const key of Object.keys(source)) {
      if (ACTION_KEYS.includes(key)) continue
      const message = `an action has no \`${key}\`: write one of ${ACTION_KEYS.join(', ')}`
      found.push({ code: 'unknown_key', path: [...path, key], at_key: true, message })
    }
    const action = readAction(source as JsonValue, CASE_DEFAULTS)
    if (!action.ok) {
      found.push({ code: 'schema', path, message: action.message })
      return []
    }
    const { line } = read.locate(['cases', i])
    return [{ name, line, action: action.action, expect: typeof expect === 'string' ? { decision: expect } : expect }]
  })
  return found.length > 0 ? failed(found) : { ok: true, cases, policy: checked.data.policy ?? null }
}
