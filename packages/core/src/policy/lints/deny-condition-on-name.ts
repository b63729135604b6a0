// Reports prohibitions that compare a name inside `when`, where no spelling is made equal.
import type { Bundle } from '../bundle.ts'
import { compileCondition } from '../condition.ts'
import { conditionNames } from '../condition-constant.ts'
import type { Lint, LintHit } from '../lint.ts'

const NAMES = ['tool', 'action', 'topic', 'host']

function check(bundle: Bundle): LintHit[] {
  return bundle.rules.flatMap(({ id, decision, match }) => {
    if (decision !== 'DENY' || match.when === undefined) return []
    const compiled = compileCondition(match.when)
    if (!compiled.ok) return []
    const read = conditionNames(compiled.condition.canonical)
    const name = NAMES.find((each) => read.has(each))
    return name === undefined ? [] : [{ rule: id, message: messageFor(name) }]
  })
}

function messageFor(name: string): string {
  const key = name === 'host' ? 'hosts' : name
  return `\`when\` sees \`${name}\` as the caller spelt it, so other capitals or separators slip past: write it under \`match.${key}\``
}

/** Prohibitions that compare a name inside `when`. */
export const denyConditionOnName: Lint = {
  id: 'deny-condition-on-name',
  title: 'a prohibition compares a name in its condition',
  why: 'patterns under `match` see every name in one spelling, conditions see what the caller wrote',
  severity: 'warning',
  check,
  reported: [
    {
      title: 'a tool by its name',
      bundle: `version: v1\nrules: [{ id: r, match: { when: "tool == 'fs.delete_file'" }, decision: DENY }]`,
    },
    {
      title: 'the beginning of an action',
      bundle: `version: v1\nrules: [{ id: r, match: { when: "action.startsWith('delete:')" }, decision: DENY }]`,
    },
  ],
  accepted: [
    { title: 'a pattern', bundle: 'version: v1\nrules: [{ id: r, match: { tool: fs.delete_file }, decision: DENY }]' },
    {
      title: 'a condition on arguments',
      bundle: `version: v1\nrules: [{ id: r, match: { tool: fs.write, when: "arguments.path.startsWith('/etc')" }, decision: DENY }]`,
    },
    {
      title: 'a permission, which another spelling only makes narrower',
      bundle: `version: v1\nrules: [{ id: r, match: { when: "tool == 'fs.read'" }, decision: ALLOW }]`,
    },
  ],
}
