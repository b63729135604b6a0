// Refuses keys that could reach an object's prototype, wherever they stand in a policy file.
import type { JsonValue } from '../ledger/json.ts'
import type { DocumentPath, PolicyIssue } from './policy-error.ts'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/** Every forbidden key. The depth of `value` is bounded by `readDocument`. */
export function findForbiddenKeys(value: JsonValue, path: DocumentPath = []): PolicyIssue[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, i) => findForbiddenKeys(item, [...path, i]))
  return Object.entries(value).flatMap(([key, item]) => {
    const here = [...path, key]
    if (!FORBIDDEN.has(key)) return findForbiddenKeys(item as JsonValue, here)
    return [
      {
        code: 'forbidden_key' as const,
        path: here,
        at_key: true,
        message: `the key \`${key}\` is not allowed: rename it`,
      },
    ]
  })
}
