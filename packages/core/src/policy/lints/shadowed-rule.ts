// Reports rules that have no effect, because a severer rule takes every action that they take.
import { type Bundle, NAME_KEYS } from '../bundle.ts'
import { DECISIONS } from '../decision.ts'
import type { Lint, LintHit } from '../lint.ts'
import { literalHead } from '../pattern-cover.ts'
import { type ReadableRule, readRules } from '../readable-rule.ts'
import { ruleCovers } from '../rule-cover.ts'

function check(bundle: Bundle): LintHit[] {
  const rules = readRules(bundle)
  const severe = rules.filter(({ rule }) => rule.decision === 'DENY' || rule.decision === 'REQUIRE_APPROVAL')
  const candidatesFor = indexByHead(severe)
  return rules.flatMap((inner) => {
    if (inner.rule.decision === 'DENY') return []
    const outer = candidatesFor(inner).find((one) => overrules(one, inner) && ruleCovers(one, inner))
    return outer === undefined ? [] : [{ rule: inner.rule.id, message: messageFor(outer, inner) }]
  })
}

/** DENY makes every milder rule pointless; REQUIRE_APPROVAL only those whose constraints and approval don't count either. */
function overrules({ rule: outer }: ReadableRule, { rule: inner }: ReadableRule): boolean {
  if (outer.decision === 'DENY') return true
  return inner.decision === 'ALLOW' && DECISIONS.indexOf(outer.decision) > DECISIONS.indexOf(inner.decision)
}

function messageFor({ rule: outer }: ReadableRule, { rule: inner }: ReadableRule): string {
  const what = outer.decision === 'DENY' ? 'denies' : 'asks for approval of'
  return `has no effect, because \`${outer.id}\` ${what} everything that it matches: remove \`${inner.id}\`, or narrow \`${outer.id}\``
}

/**
 * Finds the rules that could cover another one by the literal beginning of their first pattern, so that 10,000 rules are not compared
 * in pairs: a pattern covers another only if its literal beginning is a beginning of the other's.
 */
function indexByHead(rules: readonly ReadableRule[]): (inner: ReadableRule) => ReadableRule[] {
  const byHead = new Map<string, ReadableRule[]>()
  for (const rule of rules) {
    const key = NAME_KEYS.find((name) => rule.names[name])
    const heads =
      key === undefined ? [''] : new Set(rule.names[key]!.map((pattern) => `${key} ${literalHead(pattern)}`))
    for (const head of heads) {
      const list = byHead.get(head)
      if (list === undefined) byHead.set(head, [rule])
      else list.push(rule)
    }
  }
  return (inner) => {
    const found = [...(byHead.get('') ?? [])]
    for (const key of NAME_KEYS) {
      const first = inner.names[key]?.[0]
      if (first === undefined) continue
      const head = literalHead(first)
      for (let end = 0; end <= head.length; end++) found.push(...(byHead.get(`${key} ${head.slice(0, end)}`) ?? []))
    }
    return found
  }
}

/** Shadowed rules. */
export const shadowedRule: Lint = {
  id: 'shadowed-rule',
  title: 'a rule without effect',
  why: 'whoever wrote the rule believes that it permits something',
  severity: 'warning',
  check,
  reported: [
    {
      title: 'allowed and denied alike',
      bundle: 'version: v1\npermissions: { allow: ["delete:user"], deny: ["delete:*"] }',
    },
    {
      title: 'an approval that a prohibition makes pointless',
      bundle: 'version: v1\npermissions: { escalate: ["delete:user"], deny: ["DELETE:*"] }',
    },
    {
      title: 'an allowance that is always held for approval',
      bundle: 'version: v1\npermissions: { allow: ["pay:invoice"], escalate: ["pay:*"] }',
    },
    {
      title: 'narrower in labels, tags, tier, host and time',
      bundle: `version: v1
rules:
  - id: wide
    match:
      tool: "*.deploy"
      labels: { env: [prod, staging] }
      risk_tags: { any: [a, b] }
      risk_tier: [1, 2]
      hosts: "*.example.com"
      time: { zone: UTC, days: [sat, sun] }
    decision: DENY
  - id: narrow
    match:
      tool: [k8s.deploy, nomad.deploy]
      labels: { env: prod, team: web }
      risk_tags: [b, c]
      risk_tier: 2
      hosts: [api.example.com, "*.eu.example.com"]
      time: { zone: UTC, days: [sun], from: "09:00", to: "10:00" }
    decision: ALLOW`,
    },
  ],
  accepted: [
    {
      title: 'wider than the prohibition',
      bundle: 'version: v1\npermissions: { allow: ["delete:*"], deny: ["delete:user"] }',
    },
    {
      title: 'the prohibition has a condition',
      bundle: `version: v1
rules:
  - { id: r, match: { action: "delete:*", when: "risk_tier > 0" }, decision: DENY }
  - { id: s, match: { action: "delete:draft" }, decision: ALLOW }`,
    },
    {
      title: 'constraints count beside an approval',
      bundle: `version: v1
rules:
  - { id: r, match: { action: "pay:*" }, decision: REQUIRE_APPROVAL }
  - { id: s, match: { action: "pay:invoice" }, decision: ALLOW_WITH_CONSTRAINTS, constraints: { max_bytes: 10 } }`,
    },
    {
      title: 'only one of two patterns is covered',
      bundle: `version: v1
rules:
  - { id: r, match: { tool: fs.* }, decision: DENY }
  - { id: s, match: { tool: [fs.read, git.log] }, decision: ALLOW }`,
    },
  ],
}
