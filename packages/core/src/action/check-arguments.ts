// Arguments against JSON Schemas, each compiled once: the tool's own contract (A6) and the policy's bounds (A4).
import type { JsonObject } from '../ledger/json.ts'
import { compileArgumentSchema } from '../policy/argument-schema.ts'

type Compiled = ReturnType<typeof compileArgumentSchema>

const compiled = new WeakMap<JsonObject, Compiled>()

/** What is wrong with `args`, or null. INVARIANT: a schema that cannot be read is satisfied by nothing. */
export function argumentFault(schema: JsonObject, args: JsonObject): string | null {
  const check = checkOf(schema)
  if (typeof check === 'string') return `the schema of the arguments cannot be read: ${check}`
  const violation = check(args)
  if (violation === null) return null
  const place = violation.pointer === '' ? 'the arguments' : `the argument \`${violation.pointer}\``
  return `${place} ${violation.message}`
}

/** Whether `args` satisfy the schema. */
export function argumentsFit(schema: JsonObject, args: JsonObject): boolean {
  return argumentFault(schema, args) === null
}

function checkOf(schema: JsonObject): Compiled {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const check = compileArgumentSchema(schema)
  compiled.set(schema, check)
  return check
}
