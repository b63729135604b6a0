// Conditions in CEL: parsed and linted when a bundle is read, evaluated last, never able to hang or to throw.
import { type CelEnv, celEnv, isCelError, parse, plan } from '@bufbuild/cel'
import type { JsonValue } from '../ledger/json.ts'
import type { Action } from './action.ts'
import { lintCondition } from './condition-lint.ts'

/** Longest condition, in UTF-16 units. */
export const MAX_CONDITION_UNITS = 2048

const environment: CelEnv = celEnv({})
const functions: ReadonlySet<string> = new Set(Array.from(environment.funcs, (func) => func.name))

/** What went wrong in a condition's text, `line` and `column` from 1 inside that text. */
export interface ConditionError {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** The condition's outcome for one action; an error says why. */
type ConditionResult = boolean | { readonly error: string }

/** A condition that compiles. */
export interface Condition {
  /** The syntax tree as JSON, without positions: equal for two spellings of one expression. */
  readonly canonical: JsonValue
  /** Evaluates it; never throws. */
  readonly evaluate: (action: Action) => ConditionResult
}

/** Parses and lints a condition: every misspelt name or function, every shape that could run long, with its position. */
export function compileCondition(
  source: string,
):
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly errors: readonly ConditionError[] } {
  if (source.length > MAX_CONDITION_UNITS) {
    return refused(`the condition is longer than ${MAX_CONDITION_UNITS} characters: split the rule`)
  }
  if (nesting(source) > 32) return refused('the condition is nested deeper than 32 levels: split the rule')
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(source)
  } catch (error) {
    return { ok: false, errors: [syntaxError(error)] }
  }
  const { errors, canonical } = lintCondition(parsed.expr, parsed.sourceInfo, source, functions)
  if (errors.length > 0) return { ok: false, errors }
  try {
    const run = plan(environment, parsed)
    return { ok: true, condition: { canonical, evaluate: (action) => evaluate(run, action) } }
  } catch (error) {
    return refused(`the condition can't be compiled: ${messageOf(error)}`)
  }
}

function refused(message: string): { readonly ok: false; readonly errors: readonly ConditionError[] } {
  return { ok: false, errors: [{ message, line: 1, column: 1 }] }
}

function evaluate(run: (bindings: Record<string, never>) => unknown, action: Action): ConditionResult {
  try {
    const result = run(bindingsOf(action) as Record<string, never>)
    if (typeof result === 'boolean') return result
    if (isCelError(result)) return { error: result.message }
    return { error: 'the condition is neither true nor false' }
  } catch (error) {
    return { error: messageOf(error) }
  }
}

/** A name that the action lacks is the empty string, so that comparing it is no error. `ts` is in milliseconds. */
function bindingsOf(action: Action): Record<string, unknown> {
  return {
    topic: action.topic ?? '',
    action: action.action ?? '',
    tool: action.tool ?? '',
    agent: action.agent,
    tenant: action.tenant,
    host: action.host ?? '',
    labels: toCel(action.labels ?? {}),
    risk_tags: [...(action.risk_tags ?? [])],
    risk_tier: BigInt(action.risk_tier ?? 2),
    arguments: toCel(action.arguments ?? {}),
    ts: BigInt(Math.trunc(action.ts)),
  }
}

/** Objects become maps, because CEL's own conversion asks a value for its `constructor`, which is a key like any other here. */
function toCel(value: JsonValue | undefined): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null
  if (Array.isArray(value)) return value.map(toCel)
  return new Map(Object.entries(value).map(([key, item]) => [key, toCel(item)]))
}

function nesting(source: string): number {
  let depth = 0
  let deepest = 0
  for (const character of source) {
    if ('([{'.includes(character)) deepest = Math.max(deepest, ++depth)
    else if (')]}'.includes(character)) depth--
  }
  return deepest
}

interface ParserError {
  readonly rawMessage?: string
  readonly location?: { readonly start?: { readonly line?: number; readonly column?: number } }
}

function syntaxError(error: unknown): ConditionError {
  const { rawMessage, location } = error as ParserError
  return {
    message: `the condition is no CEL expression: ${rawMessage ?? messageOf(error)}`,
    line: location?.start?.line ?? 1,
    column: location?.start?.column ?? 1,
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
