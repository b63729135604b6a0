// Reports rules that no action can meet.
import type { Bundle, Rule, Tool } from '../bundle.ts'
import { conditionConstant } from '../condition-constant.ts'
import { hostListsContradict } from '../host-glob.ts'
import type { Lint, LintHit } from '../lint.ts'
import { matchesPattern } from '../pattern.ts'
import { type ReadableRule, readRules } from '../readable-rule.ts'

function check(bundle: Bundle): LintHit[] {
  return readRules(bundle).flatMap((readable) => {
    const { rule } = readable
    const message = falseCondition(rule) ?? tierBelowTools(readable, bundle.tools) ?? hostsContradict(rule)
    return message === null ? [] : [{ rule: rule.id, message }]
  })
}

function falseCondition({ match }: Rule): string | null {
  if (match.when === undefined || conditionConstant(match.when) !== false) return null
  return `never matches, because \`${match.when.slice(0, 80)}\` is always false: correct \`when\`, or remove the rule`
}

/** An action's tier is never below that of its tool. */
function tierBelowTools({ rule, names }: ReadableRule, tools: readonly Tool[]): string | null {
  const tiers = rule.match.risk_tier
  if (tiers === undefined || names.tool === undefined) return null
  const taken = tools.filter((tool) => names.tool!.some((pattern) => matchesPattern(pattern, tool.name)))
  const lowest = Math.min(...taken.map((tool) => tool.risk_tier))
  if (taken.length === 0 || tiers.some((tier) => tier >= lowest)) return null
  const which = taken[0]!
  return `never matches, because the inventory puts \`${which.name}\` in tier ${which.risk_tier}: write \`risk_tier: ${lowest}\`, or lower the tool's tier`
}

function hostsContradict({ match, constraints }: Rule): string | null {
  if (match.hosts === undefined || constraints?.allowed_hosts === undefined) return null
  if (!hostListsContradict([match.hosts, ...constraints.allowed_hosts])) return null
  return 'permits nothing, because no host of `hosts` is one of `allowed_hosts`: write the hosts that are meant in one of them'
}

/** A rule whose match can never hold. */
export const neverMatches: Lint = {
  id: 'never-matches',
  title: 'a rule that can never apply',
  why: 'a prohibition that never applies prohibits nothing',
  severity: 'error',
  check,
  reported: [
    {
      title: 'a condition that is always false',
      bundle: 'version: v1\nrules: [{ id: r, match: { when: "1 > 2 || false" }, decision: DENY }]',
    },
    {
      title: "a tier below that of the rule's tools",
      bundle: `version: v1
tools: [{ name: fs.read, access: read, risk_tier: 1 }, { name: fs.write, access: write }]
rules: [{ id: r, match: { tool: fs.*, risk_tier: 0 }, decision: DENY }]`,
    },
    {
      title: 'hosts that exclude each other',
      bundle: `version: v1
rules:
  - id: r
    match: { hosts: "*.example.com" }
    decision: ALLOW_WITH_CONSTRAINTS
    constraints: { allowed_hosts: [api.example.org] }`,
    },
  ],
  accepted: [
    {
      title: 'a condition that depends on the action',
      bundle: 'version: v1\nrules: [{ id: r, match: { when: "risk_tier > 1" }, decision: DENY }]',
    },
    {
      title: 'a tier that some of the tools have',
      bundle: `version: v1
tools: [{ name: fs.read, access: read }, { name: fs.write, access: write }]
rules: [{ id: r, match: { tool: fs.*, risk_tier: 0 }, decision: DENY }]`,
    },
    {
      title: 'hosts that meet',
      bundle: `version: v1
rules:
  - id: r
    match: { hosts: "*.example.com" }
    decision: ALLOW_WITH_CONSTRAINTS
    constraints: { allowed_hosts: ["api.*"] }`,
    },
  ],
}
