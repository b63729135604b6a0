// What remains of a bundle when everything that its schema refuses is cut out, so that the rest can be checked in the same run.
import type { PolicyIssue } from './policy-error.ts'

type Plain = Record<string, unknown>

/** Keys without which no rule or tool passes the schema; what stands in for them gives no error of its own. */
const STAND_INS: Readonly<Record<string, (index: number) => Plain>> = {
  rules: (index) => ({ id: `cut-rule-${index}`, decision: 'REQUIRE_APPROVAL' }),
  tools: (index) => ({ name: `cut.tool-${index}`, access: 'read' }),
}

/** A copy of `value` without the keys that `issues` are about; rules and tools keep their places. Null where nothing remains. */
export function cutIssues(value: unknown, issues: readonly PolicyIssue[]): unknown {
  if (!isMap(value)) return null
  const rest = copy(value) as Plain
  for (const { path } of issues) cut(rest, path)
  rest['version'] = 'v1'
  for (const [key, standIn] of Object.entries(STAND_INS)) {
    const list = rest[key]
    if (Array.isArray(list)) rest[key] = list.map((item, i) => ({ ...standIn(i), ...(isMap(item) ? item : {}) }))
  }
  return rest
}

/** Deletes the innermost key of a map on the way to the issue; an item of a list would leave a gap. */
function cut(root: Plain, path: PolicyIssue['path']): void {
  let at: unknown = root
  let last: (() => void) | null = null
  for (const part of path) {
    if (isMap(at) && typeof part === 'string') {
      const map = at
      last = () => delete map[part]
      at = map[part]
    } else if (Array.isArray(at) && typeof part === 'number') {
      const [list, item] = [at, at[part]]
      // A rule or tool that is no map is replaced by its stand-in; other lists go as a whole.
      if (list === root['rules'] || list === root['tools']) last = () => list.fill(null, part, part + 1)
      at = item
    } else break
  }
  last?.()
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy)
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)])) : value
}

function isMap(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
