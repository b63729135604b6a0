// CASL: one ability, its rules sorted so that the severest comes last, because the last rule that fits is the relevant one.
// All rules are about one action and one subject type, with MongoDB conditions. Subject types per topic would be no faster here: a
// rule for a prefix belongs to every type, and for each new type CASL merges all of those once more.
import { createMongoAbility, type MongoAbility, type RawRuleOf } from '@casl/ability'
import type { Contender } from './engine.ts'
import { type BenchAction, type BenchRule, KINDS, type Kind } from './workload.ts'

/** `relevantRuleFor` on a Mongo ability. */
export const casl: Contender = {
  name: 'CASL',
  async load(rules) {
    const bySeverity = rules.toSorted((left, right) => KINDS.indexOf(left.decision) - KINDS.indexOf(right.decision))
    const ability = createMongoAbility(bySeverity.map(rawRule), { detectSubjectType: () => 'Action' })
    return {
      prepare: (action) => action,
      decide: (action) => (ability.relevantRuleFor('perform', action as BenchAction)?.reason ?? 'DENY') as Kind,
    }
  },
}

function rawRule({ decision, match }: BenchRule): RawRuleOf<MongoAbility> {
  const { topic, action, labels, risk_tags, hosts } = match
  const conditions: Record<string, unknown> = {
    ...(topic !== '*' && { topic: textCondition(topic) }),
    ...(action !== undefined && { action: textCondition(action) }),
    ...Object.fromEntries(Object.entries(labels ?? {}).map(([key, value]) => [`labels.${key}`, value])),
    ...(risk_tags !== undefined && { risk_tags: { $all: risk_tags } }),
    ...(hosts !== undefined && { host: { $regex: new RegExp(hosts.map(patternOf).join('|')) } }),
  }
  return { action: 'perform', subject: 'Action', inverted: decision === 'DENY', reason: decision, conditions }
}

function textCondition(text: string): unknown {
  return text.includes('*') ? { $regex: new RegExp(patternOf(text)) } : text
}

function patternOf(glob: string): string {
  return `^${glob.replace(/[.\\[\]()+?^$|{}]/g, '\\$&').replaceAll('*', '.+')}$`
}
