// Finds conditions that depend on nothing.
import type { JsonValue } from '../ledger/json.ts'
import { compileCondition } from './condition.ts'

/** The value of a condition that reads nothing of the action; null where it does, or where it can't be evaluated. */
export function conditionConstant(source: string): boolean | null {
  const compiled = compileCondition(source)
  if (!compiled.ok || conditionNames(compiled.condition.canonical).size > 0) return null
  const result = compiled.condition.evaluate({ tenant: '', agent: '', ts: 0 })
  return typeof result === 'boolean' ? result : null
}

/** The names that a condition reads, from its canonical tree; `has labels` where it only asks whether a label is there. */
export function conditionNames(tree: JsonValue): ReadonlySet<string> {
  const names = new Set<string>()
  collect(tree, names)
  return names
}

function collect(tree: JsonValue, names: Set<string>): void {
  if (!Array.isArray(tree)) return
  const [kind, first] = tree
  if (kind === 'name' && typeof first === 'string') names.add(first)
  if (kind === 'const') return
  if (kind === 'has' && Array.isArray(first) && first[0] === 'name') names.add(`has ${String(first[1])}`)
  for (const part of tree) collect(part as JsonValue, names)
}
