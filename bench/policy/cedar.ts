// Cedar: one policy a rule, parsed once; `forbid` for DENY, `permit` for the rest. Of several permits the severest is the decision:
// Cedar names all that determined its answer. What is matched stands in the context, since Cedar's entities have no wildcards.
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import type { Contender } from './engine.ts'
import { type BenchAction, type BenchRule, KINDS, type Kind } from './workload.ts'

type Call = Parameters<typeof statefulIsAuthorized>[0]
let sets = 0

/** `statefulIsAuthorized` on a preparsed policy set. */
export const cedar: Contender = {
  name: 'Cedar',
  async load(rules) {
    const name = `bench-${sets++}`
    const staticPolicies = Object.fromEntries(rules.map((rule) => [rule.id, policyOf(rule)]))
    const parsed = preparsePolicySet(name, { staticPolicies })
    if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors.slice(0, 3)))
    const severity = new Map(rules.map((rule) => [rule.id, KINDS.indexOf(rule.decision)]))
    return {
      prepare: (action) => callFor(name, action),
      decide(call) {
        const answer = statefulIsAuthorized(call as Call)
        if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors))
        if (answer.response.decision !== 'allow') return 'DENY'
        let most = 0
        for (const id of answer.response.diagnostics.reason) most = Math.max(most, severity.get(id) ?? 0)
        return KINDS[most] as Kind
      },
    }
  },
}

function policyOf({ decision, match }: BenchRule): string {
  const { topic, action, labels, risk_tags, hosts } = match
  const text = JSON.stringify
  const needs = [
    ...(topic === '*' ? [] : [`context.topic ${compare(topic)}`]),
    ...(action === undefined ? [] : [`context.action ${compare(action)}`]),
    ...Object.entries(labels ?? {}).map(
      ([key, value]) => `context.labels has ${key} && context.labels.${key} == ${text(value)}`,
    ),
    ...(risk_tags === undefined ? [] : [`context.tags.containsAll(${text(risk_tags)})`]),
    ...(hosts === undefined
      ? []
      : [`context has host && (${hosts.map((glob) => `context.host ${compare(glob)}`).join(' || ')})`]),
  ]
  const when = needs.length === 0 ? '' : ` when { ${needs.join(' && ')} }`
  return `${decision === 'DENY' ? 'forbid' : 'permit'} (principal, action, resource)${when};`
}

function compare(pattern: string): string {
  return `${pattern.includes('*') ? 'like' : '=='} ${JSON.stringify(pattern)}`
}

function callFor(name: string, { agent, topic, action, labels, risk_tags, host }: BenchAction): Call {
  return {
    principal: { type: 'Agent', id: agent },
    action: { type: 'Action', id: 'perform' },
    resource: { type: 'Tenant', id: 'bench' },
    context: { topic, action, labels: { ...labels }, tags: [...risk_tags], ...(host !== undefined && { host }) },
    entities: [],
    preparsedPolicySetId: name,
  } as Call
}
