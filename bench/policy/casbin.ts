// casbin: one policy line a rule, severest first, with the priority effect, so that the first line that fits decides.
// The matcher compares topic and action with the built-in `keyMatch`; labels, tags and host, for which casbin has no operator, are
// compared by one JavaScript function, which is faster than its interpreted expressions.
import { newEnforcer, newModelFromString, StringAdapter } from 'casbin'
import type { Contender } from './engine.ts'
import { type BenchAction, type BenchRule, KINDS, type Kind } from './workload.ts'

const MODEL = `
[request_definition]
r = topic, action, rest
[policy_definition]
p = topic, action, rule, eft
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = keyMatch(r.topic, p.topic) && keyMatch(r.action, p.action) && restFits(r.rest, p.rule)
`

/** `enforceExSync`, which also says which line decided. */
export const casbin: Contender = {
  name: 'casbin',
  async load(rules) {
    const bySeverity = rules.toSorted((left, right) => KINDS.indexOf(right.decision) - KINDS.indexOf(left.decision))
    const lines = bySeverity.map(({ match, decision }, at) => {
      return `p, ${match.topic}, ${match.action ?? '*'}, ${at}, ${decision === 'DENY' ? 'deny' : 'allow'}`
    })
    const enforcer = await newEnforcer(newModelFromString(MODEL), new StringAdapter(lines.join('\n')))
    const rest = bySeverity.map(restOf)
    await enforcer.addFunction('restFits', (action: BenchAction, at: string) => rest[Number(at)]!(action))
    return {
      prepare: (action) => [action.topic, action.action, action],
      decide(prepared) {
        const [, line] = enforcer.enforceExSync(...(prepared as unknown[]))
        return line[2] === undefined ? 'DENY' : (bySeverity[Number(line[2])]?.decision as Kind)
      },
    }
  },
}

function restOf({ match }: BenchRule): (action: BenchAction) => boolean {
  const labels = Object.entries(match.labels ?? {})
  const tags = match.risk_tags ?? []
  const hosts = match.hosts?.map((glob) => (glob.startsWith('*') ? { tail: glob.slice(1) } : { whole: glob }))
  return (action) => {
    if (!labels.every(([key, value]) => action.labels[key] === value)) return false
    if (!tags.every((tag) => action.risk_tags.includes(tag))) return false
    const { host } = action
    if (hosts === undefined) return true
    return host !== undefined && hosts.some((one) => ('tail' in one ? host.endsWith(one.tail) : host === one.whole))
  }
}
