// One rule in the shape in which it is tested: facts as integers first, then names, and what costs most last.
import type { RiskTier } from './action.ts'
import { NAME_KEYS, type NameKey, type Rule } from './bundle.ts'
import { type Condition, compileCondition } from './condition.ts'
import { DECISIONS } from './decision.ts'
import type { FactTable } from './fact-table.ts'
import { type Pattern, parsePattern } from './pattern.ts'
import { compileTimeWindow } from './time-window.ts'

/** The patterns for one name, of which one must match. */
export interface NamePatterns {
  readonly key: NameKey
  readonly patterns: readonly Pattern[]
}

/** A rule, ready to be tested. */
export interface CompiledRule {
  readonly rule: Rule
  /** Place in the bundle. */
  readonly index: number
  /** Place in `DECISIONS`; the highest wins. */
  readonly severity: number
  /** Patterns by name key, as far as the rule has them. */
  readonly names: Readonly<Partial<Record<NameKey, readonly Pattern[]>>>
  /** The same as a list; where the rule is found by a name, it is the first. */
  readonly named: readonly NamePatterns[]
  /** Facts that must all be present. */
  readonly facts: readonly number[]
  /** Of each group one fact must be present. */
  readonly any_facts: readonly (readonly number[])[]
  readonly tiers: readonly RiskTier[] | null
  readonly hosts: readonly string[] | null
  readonly time: ((ts: number) => boolean) | null
  readonly when: Condition | null
}

/** Compiles one rule of a parsed bundle. Patterns and conditions were checked when it was parsed. */
export function compileRule(rule: Rule, index: number, table: FactTable): CompiledRule {
  const { match } = rule
  const names: Partial<Record<NameKey, readonly Pattern[]>> = {}
  const named: NamePatterns[] = []
  for (const key of NAME_KEYS) {
    const texts = match[key]
    if (texts === undefined) continue
    const patterns = texts.map(compilePattern)
    names[key] = patterns
    named.push({ key, patterns })
  }
  return {
    rule,
    index,
    severity: DECISIONS.indexOf(rule.decision),
    names,
    named,
    ...factsOf(rule, table),
    tiers: match.risk_tier ?? null,
    hosts: match.hosts ?? null,
    time: match.time === undefined ? null : compileTimeWindow(match.time),
    when: match.when === undefined ? null : conditionOf(match.when),
  }
}

function factsOf(rule: Rule, table: FactTable): Pick<CompiledRule, 'facts' | 'any_facts'> {
  const facts: number[] = []
  const any_facts: number[][] = []
  for (const [key, values] of Object.entries(rule.match.labels ?? {})) {
    const numbers = values.map((value) => table.label(key, value))
    if (numbers.length === 1) facts.push(numbers[0]!)
    else any_facts.push(numbers)
  }
  for (const tag of rule.match.all_tags ?? []) facts.push(table.tag(tag))
  if (rule.match.any_tags) any_facts.push(rule.match.any_tags.map((tag) => table.tag(tag)))
  return { facts, any_facts }
}

function compilePattern(text: string): Pattern {
  const parsed = parsePattern(text)
  // A bundle that was not parsed by `parseBundle` may hold anything; such a pattern is met by its own text only.
  return 'pattern' in parsed ? parsed.pattern : { kind: 'exact', text }
}

/** A condition that does not compile is one that always errs, which never opens the gate. */
function conditionOf(source: string): Condition {
  const compiled = compileCondition(source)
  if (compiled.ok) return compiled.condition
  const error = compiled.errors[0]?.message ?? 'the condition does not compile'
  return { canonical: source, evaluate: () => ({ error }) }
}
