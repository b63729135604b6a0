// Reports rules that allow every action, whatever it is.
import type { Bundle, Match, Rule } from '../bundle.ts'
import { conditionConstant } from '../condition-constant.ts'
import type { Lint, LintHit } from '../lint.ts'

function check(bundle: Bundle): LintHit[] {
  return bundle.rules.filter((rule) => permitsUnbound(rule) && !restricts(rule.match)).map(hit)
}

function permitsUnbound({ decision, constraints }: Rule): boolean {
  if (decision === 'ALLOW') return true
  return decision === 'ALLOW_WITH_CONSTRAINTS' && Object.keys(constraints ?? {}).length === 0
}

/** Who asks and when says nothing about what is done. */
function restricts(match: Match): boolean {
  const { topic, tool, action, hosts, labels, all_tags, any_tags, risk_tier, when } = match
  const named = [topic, tool, action, hosts].some((patterns) => patterns && !patterns.some(takesAll))
  if (named || labels || all_tags || any_tags || risk_tier) return true
  return when !== undefined && conditionConstant(when) !== true
}

function takesAll(pattern: string): boolean {
  return /^[*.]+$/.test(pattern)
}

function hit({ id, match }: Rule): LintHit {
  const whose = match.agent ? `agent ${match.agent.map((name) => `\`${name}\``).join(', ')}` : 'every agent'
  return {
    rule: id,
    message: `allows every action of ${whose}: list what is needed under \`tool\`, \`action\` or \`topic\``,
  }
}

/** `*` allowed without restriction. */
export const allowEverything: Lint = {
  id: 'allow-everything',
  title: 'everything is allowed',
  why: 'a tool that is added tomorrow is allowed before anybody has looked at it',
  severity: 'error',
  check,
  reported: [
    { title: 'the short form with `*`', bundle: 'version: v1\npermissions: { allow: ["*"], deny: ["delete:*"] }' },
    { title: 'an empty match', bundle: 'version: v1\nrules: [{ id: all, decision: ALLOW }]' },
    {
      title: 'wildcards in every segment',
      bundle: 'version: v1\nrules: [{ id: all, match: { action: "*:*" }, decision: ALLOW }]',
    },
    {
      title: 'constraints that constrain nothing',
      bundle: 'version: v1\nrules: [{ id: all, decision: ALLOW_WITH_CONSTRAINTS, constraints: {} }]',
    },
    {
      title: 'everything of one agent, under a condition that always holds',
      bundle: 'version: v1\nrules: [{ id: all, match: { agent: bot, when: "1 < 2" }, decision: ALLOW }]',
    },
  ],
  accepted: [
    {
      title: 'a verb',
      bundle: 'version: v1\npermissions: { allow: ["read:*"], deny: ["delete:*"] }',
    },
    {
      title: 'everything of the lowest tier',
      bundle: 'version: v1\nrules: [{ id: low, match: { risk_tier: 0 }, decision: ALLOW }]',
    },
    {
      title: 'everything within constraints',
      bundle:
        'version: v1\nrules: [{ id: all, decision: ALLOW_WITH_CONSTRAINTS, constraints: { allowed_hosts: api.example.com } }]',
    },
    { title: 'everything denied', bundle: 'version: v1\npermissions: { deny: ["*"] }' },
  ],
}
