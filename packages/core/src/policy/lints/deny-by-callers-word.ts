// Reports prohibitions that hold only as long as the caller says something that it may leave out.
import type { Bundle } from '../bundle.ts'
import { compileCondition } from '../condition.ts'
import { conditionNames } from '../condition-constant.ts'
import type { Lint, LintHit } from '../lint.ts'
import { permits, type ReadableRule, readRules } from '../readable-rule.ts'
import { rulesMeet } from '../rule-cover.ts'

function check(bundle: Bundle): LintHit[] {
  const rules = readRules(bundle)
  const allowing = rules.filter(permits)
  const given = new Set(bundle.tools.flatMap((tool) => tool.risk_tags))
  return rules
    .filter(({ rule }) => rule.decision === 'DENY')
    .flatMap((deny) => [
      ...labelHits(deny, allowing),
      ...tagHits(deny, allowing, given),
      ...conditionHits(deny, allowing),
    ])
}

/** A permission that asks for the label itself closes the way around: without the label it does not permit. */
function labelHits(deny: ReadableRule, allowing: readonly ReadableRule[]): LintHit[] {
  for (const label of Object.keys(deny.rule.match.labels ?? {})) {
    const way = allowing.find((rule) => !Object.hasOwn(rule.rule.match.labels ?? {}, label) && rulesMeet(rule, deny))
    if (way === undefined) continue
    const message = `an action without the label \`${label}\` slips past and is allowed by \`${way.rule.id}\`: let \`${way.rule.id}\` demand the values of \`labels.${label}\` that it is meant for`
    return [{ rule: deny.rule.id, message }]
  }
  return []
}

/** Tags of the inventory are added whatever the caller says; others are the caller's word. */
function tagHits(deny: ReadableRule, allowing: readonly ReadableRule[], given: ReadonlySet<string>): LintHit[] {
  const { all_tags = [], any_tags = [] } = deny.rule.match
  const tag =
    all_tags.find((one) => !given.has(one)) ?? (any_tags.some((one) => given.has(one)) ? undefined : any_tags[0])
  if (tag === undefined) return []
  const way = allowing.find(
    ({ rule, names }) => !rule.match.all_tags?.includes(tag) && rulesMeet({ rule, names }, deny),
  )
  if (way === undefined) return []
  const message = `no tool of the inventory has the risk tag \`${tag}\`, so a caller that leaves it out slips past and is allowed by \`${way.rule.id}\`: give it to the tools that are meant, under \`tools\``
  return [{ rule: deny.rule.id, message }]
}

/** A condition that reads a missing label is an error, which denies; one that asks first whether it is there is not. */
function conditionHits(deny: ReadableRule, allowing: readonly ReadableRule[]): LintHit[] {
  const { when } = deny.rule.match
  if (when === undefined) return []
  const compiled = compileCondition(when)
  if (!compiled.ok) return []
  const names = conditionNames(compiled.condition.canonical)
  const asks = names.has('has labels') || names.has('risk_tags')
  const way = asks ? allowing.find((rule) => rulesMeet(rule, deny)) : undefined
  if (way === undefined) return []
  const what = names.has('has labels')
    ? 'the condition does not hold where the label is left out: remove `has(…)`, since a missing label then denies'
    : 'the condition depends on risk tags that the caller may leave out: write `risk_tags` under `match`, with tags of the inventory'
  return [{ rule: deny.rule.id, message: `${what} (\`${way.rule.id}\` would allow it)` }]
}

/** Prohibitions that rest on the caller's word. */
export const denyByCallersWord: Lint = {
  id: 'deny-by-callers-word',
  title: "a prohibition rests on the caller's word",
  why: 'labels and risk tags come from the caller, who may leave them out',
  severity: 'warning',
  check,
  reported: [
    {
      title: 'a label',
      bundle: `version: v1
permissions: { allow: ["deploy:*"] }
rules: [{ id: r, match: { action: "deploy:*", labels: { env: prod } }, decision: DENY }]`,
    },
    {
      title: 'a tag that no tool has',
      bundle: `version: v1
permissions: { allow: ["deploy:*"] }
tools: [{ name: k8s.apply, access: write, risk_tags: [cluster] }]
rules: [{ id: r, match: { risk_tags: [destructive] }, decision: DENY }]`,
    },
    {
      title: 'a condition that asks whether the label is there',
      bundle: `version: v1
permissions: { allow: ["deploy:*"] }
rules: [{ id: r, match: { when: "has(labels.env) && labels.env == 'prod'" }, decision: DENY }]`,
    },
    {
      title: 'a condition on tags',
      bundle: `version: v1
permissions: { allow: ["deploy:*"] }
rules: [{ id: r, match: { when: "'destructive' in risk_tags" }, decision: DENY }]`,
    },
  ],
  accepted: [
    {
      title: 'the permission demands the label',
      bundle: `version: v1
rules:
  - { id: s, match: { action: "deploy:*", labels: { env: [staging, prod] } }, decision: ALLOW }
  - { id: r, match: { action: "deploy:*", labels: { env: prod } }, decision: DENY }`,
    },
    {
      title: 'a tag of the inventory',
      bundle: `version: v1
permissions: { allow: ["deploy:*"] }
tools: [{ name: k8s.delete, access: write, risk_tags: [destructive] }]
rules: [{ id: r, match: { risk_tags: [destructive] }, decision: DENY }]`,
    },
    {
      title: 'a condition that a missing label makes err',
      bundle: `version: v1
permissions: { allow: ["deploy:*"] }
rules: [{ id: r, match: { when: "labels.env == 'prod'" }, decision: DENY }]`,
    },
    {
      title: 'nothing else is allowed',
      bundle: `version: v1
permissions: { allow: ["read:*"] }
rules: [{ id: r, match: { action: "deploy:*", labels: { env: prod } }, decision: DENY }]`,
    },
  ],
}
