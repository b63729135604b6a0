// Compiles a parsed bundle into the matcher that decides.
import type { Sha256 } from '../ledger/json.ts'
import type { Bundle, NameKey, Rule } from './bundle.ts'
import { type CompiledRule, compileRule } from './compiled-rule.ts'
import { decisionOfNone, decisionOfOne } from './conclude.ts'
import { type FactTable, factTable } from './fact-table.ts'
import { factScratch } from './match-facts.ts'
import type { Matcher, RuleIndex } from './matcher.ts'
import { type NameIndexBuilder, nameIndexBuilder } from './name-index.ts'
import { policyHash } from './policy-hash.ts'
import { makeBucket } from './rule-bucket.ts'

/** Compiles what `parseBundle` gave; `npm run bench:policy` prints what 10,000 rules take. */
export function compileBundle(bundle: Bundle, sha256: Sha256): Matcher {
  const facts = factTable()
  const rules = bundle.rules.map((rule, index) => compileRule(rule, index, facts))
  const byId = new Map(rules.map((compiled) => [compiled.rule.id, compiled]))
  const conditionTree = (rule: Rule) => byId.get(rule.id)?.when?.canonical ?? null
  const policy_hash = policyHash(bundle, conditionTree, sha256)
  return {
    policy_hash,
    bundle,
    rules,
    rule: (id) => byId.get(id)?.rule,
    unmatched: decisionOfNone(policy_hash),
    alone: rules.map((rule) => decisionOfOne(policy_hash, rule)),
    index: buildIndex(rules, facts),
  }
}

function buildIndex(rules: readonly CompiledRule[], facts: FactTable): RuleIndex {
  const rarity = countFacts(rules, facts.size())
  const builders = new Map<NameKey, NameIndexBuilder>()
  for (const rule of rules) {
    if (rule.indexed === null) continue
    const { key, patterns } = rule.indexed
    const builder = builders.get(key) ?? nameIndexBuilder()
    builders.set(key, builder)
    for (const pattern of patterns) builder.add(pattern, rule)
  }
  const nameless = rules.filter((rule) => rule.indexed === null).map((rule) => ({ rule, pattern: null }))
  return {
    names: Array.from(builders, ([key, builder]) => ({ key, index: builder.build(rarity) })),
    nameless: nameless.length === 0 ? null : makeBucket(nameless, rarity),
    facts,
    scratch: factScratch(facts.size()),
  }
}

function countFacts(rules: readonly CompiledRule[], size: number): number[] {
  const counts = new Array<number>(size).fill(0)
  for (const rule of rules) for (const fact of rule.facts) counts[fact]!++
  return counts
}
