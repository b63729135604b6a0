// Walks the syntax tree of a condition: finds names that do not exist and shapes that could run long, and strips positions.
import type { JsonValue } from '../ledger/json.ts'
import type { ConditionError } from './condition.ts'
import { didYouMean } from './did-you-mean.ts'

/** The names a condition may use. */
const CONDITION_NAMES = [
  'topic',
  'action',
  'tool',
  'agent',
  'tenant',
  'host',
  'labels',
  'risk_tags',
  'risk_tier',
  'arguments',
  'ts',
] as const

const TYPE_NAMES = ['bool', 'bytes', 'double', 'dyn', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint']

/** Names of the logical operators that the evaluator plans itself instead of looking them up. */
const PLANNED = new Set(['_&&_', '_||_', '_?_:_', '_==_', '_!=_', '_[_]', '@not_strictly_false', '!_', '@in', 'in'])

/** Any node of the tree; the generated types of protobuf messages say no more than this walk needs. */
interface Node {
  readonly id?: bigint
  readonly exprKind?: { readonly case?: string | undefined; readonly value?: unknown }
}

interface Walk {
  readonly errors: ConditionError[]
  readonly functions: ReadonlySet<string>
  readonly at: (node: Node) => { readonly line: number; readonly column: number }
}

/** Lints a parsed condition and gives its canonical tree. `positions` is the parser's source information. */
export function lintCondition(
  root: unknown,
  info: { readonly positions?: Readonly<Record<string, number>> } | undefined,
  source: string,
  functions: ReadonlySet<string>,
): { readonly errors: readonly ConditionError[]; readonly canonical: JsonValue } {
  const walk: Walk = { errors: [], functions, at: (node) => position(source, info?.positions?.[String(node.id)] ?? 0) }
  const canonical = visit(root as Node, [], 0, walk)
  return { errors: walk.errors, canonical }
}

function position(source: string, offset: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, offset).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

function visit(node: Node | undefined, scope: readonly string[], loops: number, walk: Walk): JsonValue {
  const kind = node?.exprKind
  if (node === undefined || kind?.case === undefined) return null
  const value = kind.value as Record<string, unknown>
  const child = (name: string): JsonValue => visit(value[name] as Node | undefined, scope, loops, walk)
  const children = (name: string): JsonValue[] =>
    ((value[name] ?? []) as Node[]).map((item) => visit(item, scope, loops, walk))
  switch (kind.case) {
    case 'constExpr':
      return ['const', constant(value['constantKind'] as { case?: string; value?: unknown })]
    case 'identExpr':
      checkName(String(value['name']), node, scope, walk)
      return ['name', String(value['name'])]
    case 'selectExpr':
      return [value['testOnly'] === true ? 'has' : 'select', child('operand'), String(value['field'])]
    case 'callExpr':
      checkFunction(String(value['function']), node, walk)
      return ['call', String(value['function']), child('target'), children('args')]
    case 'listExpr':
      return ['list', children('elements')]
    case 'structExpr':
      return visitStruct(node, value, scope, loops, walk)
    case 'comprehensionExpr':
      return visitComprehension(node, value, scope, loops, walk)
    default:
      report(node, `\`${kind.case}\` is not supported in a condition`, walk)
      return null
  }
}

function visitStruct(
  node: Node,
  value: Record<string, unknown>,
  scope: readonly string[],
  loops: number,
  walk: Walk,
): JsonValue {
  if (value['messageName']) report(node, 'a condition can build lists and maps, but no messages', walk)
  const entries = (value['entries'] ?? []) as { keyKind?: { case?: string; value?: unknown }; value?: Node }[]
  return [
    'map',
    entries.map((entry) => [
      visit(entry.keyKind?.value as Node | undefined, scope, loops, walk),
      visit(entry.value, scope, loops, walk),
    ]),
  ]
}

/**
 * `all`, `exists`, `map` and `filter`. One inside the body of another would take the product of two sizes that the caller
 * chooses, so it is refused; one in the range of another adds the sizes and is fine.
 */
function visitComprehension(
  node: Node,
  value: Record<string, unknown>,
  scope: readonly string[],
  loops: number,
  walk: Walk,
): JsonValue {
  if (loops > 0) report(node, 'a loop inside the body of another could run too long: split the rule', walk)
  const inner = [...scope, String(value['iterVar']), String(value['iterVar2'] ?? ''), String(value['accuVar'])]
  const part = (name: string): JsonValue => visit(value[name] as Node, inner, loops + 1, walk)
  return [
    'loop',
    String(value['iterVar']),
    String(value['iterVar2'] ?? ''),
    String(value['accuVar']),
    visit(value['iterRange'] as Node, scope, loops, walk),
    visit(value['accuInit'] as Node, scope, loops, walk),
    part('loopCondition'),
    part('loopStep'),
    part('result'),
  ]
}

function checkName(name: string, node: Node, scope: readonly string[], walk: Walk): void {
  const known: readonly string[] = [...CONDITION_NAMES, ...TYPE_NAMES, ...scope]
  if (known.includes(name)) return
  const meant = didYouMean(name, known)
  report(node, `there is no \`${name}\`: write ${meant === null ? CONDITION_NAMES.join(', ') : `\`${meant}\``}`, walk)
}

function checkFunction(name: string, node: Node, walk: Walk): void {
  if (walk.functions.has(name) || PLANNED.has(name)) return
  const meant = didYouMean(
    name,
    [...walk.functions].filter((each) => /^\w+$/.test(each)),
  )
  report(node, `there is no function \`${name}\`${meant === null ? '' : `: write \`${meant}\``}`, walk)
}

function report(node: Node, message: string, walk: Walk): void {
  walk.errors.push({ message, ...walk.at(node) })
}

function constant(kind: { readonly case?: string; readonly value?: unknown } | undefined): JsonValue {
  const value = kind?.value
  return [kind?.case ?? 'null', value instanceof Uint8Array ? [...value] : String(value)]
}
