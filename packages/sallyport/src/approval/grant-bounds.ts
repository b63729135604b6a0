// The bounds of a grant: checked when it is made, and its schema compiled once however often it is used.
import {
  type ArgumentsFit,
  canonicalJson,
  argumentsFit as fitsObject,
  grantBoundsFault,
  type JsonObject,
} from '@sallyport/core'
import { Refusal } from '../refusal.ts'
import type { NewGrant } from './grants.ts'

/** Schemas that are kept compiled. */
const MOST_SCHEMAS = 1_000
const schemas = new Map<string, JsonObject>()

/** Throws `grant_unbounded` where a grant would cover anything at all, or its bounds cannot be read. */
export function checkBounds(grant: NewGrant): void {
  const fault = grantBoundsFault(grant)
  if (fault !== null) throw new Refusal('grant_unbounded', fault)
}

/** Like core's `argumentsFit`, for schemas that are read from the database anew each time. */
export const argumentsFit: ArgumentsFit = (schema, args) => fitsObject(interned(schema), args)

function interned(schema: JsonObject): JsonObject {
  const text = canonicalJson(schema)
  const known = schemas.get(text)
  if (known !== undefined) return known
  if (schemas.size >= MOST_SCHEMAS) schemas.clear()
  schemas.set(text, schema)
  return schema
}
