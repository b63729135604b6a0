// Reports prohibitions of one exact name, where a longer name or another verb is allowed.
import type { Bundle } from '../bundle.ts'
import type { Lint, LintHit } from '../lint.ts'
import { matchesPattern, type Pattern } from '../pattern.ts'
import { permits, type ReadableRule, readRules } from '../readable-rule.ts'
import { rulesMeet } from '../rule-cover.ts'

const KEYS = ['action', 'topic'] as const

function check(bundle: Bundle): LintHit[] {
  const rules = readRules(bundle)
  const allowing = rules.filter(permits)
  const closing = rules.filter((rule) => !permits(rule))
  return closing
    .filter(({ rule }) => rule.decision === 'DENY')
    .flatMap((deny) => KEYS.flatMap((key) => hitsOf(deny, key, allowing, closing)))
}

function hitsOf(
  deny: ReadableRule,
  key: 'action' | 'topic',
  allowing: readonly ReadableRule[],
  closing: readonly ReadableRule[],
): LintHit[] {
  return (deny.names[key] ?? []).flatMap((pattern) => {
    if (pattern.kind !== 'exact') return []
    const longer = `${pattern.text}.more`
    if (closing.some((rule) => takesBy(key, rule, longer))) return []
    // What is permitted beside this name only by a rule for other agents, tools or hosts is no way around it.
    const { [key]: _, ...others } = deny.names
    const rest = { rule: deny.rule, names: others }
    const way = allowing.find((rule) => takes(rule.names[key], longer) && rulesMeet(rule, rest))
    return way === undefined ? [] : [{ rule: deny.rule.id, message: messageFor(pattern.text, key, way.rule.id) }]
  })
}

function takes(patterns: readonly Pattern[] | undefined, name: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matchesPattern(pattern, name))
}

function takesBy(key: 'action' | 'topic', rule: ReadableRule, name: string): boolean {
  return rule.names[key] !== undefined && takes(rule.names[key], name)
}

function messageFor(text: string, key: 'action' | 'topic', way: string): string {
  const written = key === 'action' ? text.replace('.', ':') : text
  const further = `${written}${written.includes(':') ? '.' : ':'}*`.replace(/:\*$/, key === 'action' ? ':*' : '.*')
  return `denies exactly \`${written}\`, and \`${way}\` allows longer names: write \`${key}: ["${written}", "${further}"]\``
}

/** Prohibitions of one exact name. */
export const denyExactName: Lint = {
  id: 'deny-exact-name',
  title: 'a prohibition stops one exact name only',
  why: 'who denies `delete:user` means its parts too, and `delete:user.email` is another name',
  severity: 'warning',
  check,
  reported: [
    { title: 'an action', bundle: 'version: v1\npermissions: { allow: ["delete:*"], deny: ["delete:user"] }' },
    {
      title: 'a topic, allowed by a rule without topic',
      bundle: `version: v1
rules:
  - { id: all, match: { risk_tier: [0, 1] }, decision: ALLOW }
  - { id: r, match: { topic: job.deploy }, decision: DENY }`,
    },
  ],
  accepted: [
    {
      title: 'the name and what is below it',
      bundle: 'version: v1\npermissions: { allow: ["delete:*"], deny: ["delete:user", "delete:user.*"] }',
    },
    {
      title: 'longer names are not allowed',
      bundle: 'version: v1\npermissions: { allow: ["read:*"], deny: ["delete:user"] }',
    },
    {
      title: 'longer names are allowed to another agent only',
      bundle: `version: v1
rules:
  - { id: all, match: { agent: janitor, action: "delete:*" }, decision: ALLOW }
  - { id: r, match: { agent: clerk, action: "delete:user" }, decision: DENY }`,
    },
  ],
}
