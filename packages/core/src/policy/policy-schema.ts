// The JSON Schema of policy files, for editors; generated from the schema that validates, so that the two cannot differ.
import { z } from 'zod'
import type { JsonObject } from '../ledger/json.ts'
import { bundleSchema } from './bundle-schema.ts'

/** Draft 2020-12. What it can't say (ids that stand twice, conditions, host globs) is found by `parseBundle`. */
export function policyJsonSchema(): JsonObject {
  const { $schema, ...schema } = z.toJSONSchema(bundleSchema, { io: 'input' }) as JsonObject
  return { ...($schema === undefined ? {} : { $schema }), title: 'Sallyport policy bundle', ...schema }
}
