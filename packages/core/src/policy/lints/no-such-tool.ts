// Reports tool patterns that match nothing in the inventory.
import type { Bundle } from '../bundle.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { Lint, LintHit } from '../lint.ts'
import { matchesPattern, type Pattern } from '../pattern.ts'
import { readRules } from '../readable-rule.ts'

/** For so many findings the tool that was meant is looked for, which costs some milliseconds each; more are not shown anyway. */
const SUGGESTIONS = 100

function check(bundle: Bundle): LintHit[] {
  const names = bundle.tools.map((tool) => tool.name).sort()
  if (names.length === 0) return []
  const idle = readRules(bundle).flatMap(({ rule, names: own }) =>
    (own.tool ?? []).filter((pattern) => !takesAny(pattern, names)).map(({ text }) => ({ rule: rule.id, text })),
  )
  return idle.map(({ rule, text }, i) => ({
    rule,
    message: messageFor(text, i < SUGGESTIONS ? didYouMean(text, names.slice(0, 1000)) : null),
  }))
}

/** Whether the pattern takes one of the names, which are ascending. */
function takesAny(pattern: Pattern, names: readonly string[]): boolean {
  if (pattern.kind === 'any') return true
  if (pattern.kind === 'segments') return names.some((name) => matchesPattern(pattern, name))
  let low = 0
  let high = names.length
  const from = pattern.kind === 'exact' ? pattern.text : pattern.prefix
  while (low < high) {
    const middle = (low + high) >> 1
    if (names[middle]! < from) low = middle + 1
    else high = middle
  }
  return low < names.length && matchesPattern(pattern, names[low])
}

function messageFor(text: string, meant: string | null): string {
  const instead = meant === null ? 'add the tool to `tools`, or remove the pattern' : `write \`${meant}\``
  return `no tool of the inventory matches \`${text}\`, and a tool outside it is refused: ${instead}`
}

/** Patterns that match no tool of the inventory. */
export const noSuchTool: Lint = {
  id: 'no-such-tool',
  title: 'a tool that is not in the inventory',
  why: 'a misspelt tool in a DENY rule prohibits nothing',
  severity: 'warning',
  check,
  reported: [
    {
      title: 'a misspelt tool',
      bundle:
        'version: v1\ntools: [{ name: fs.delete_file, access: write }]\nrules: [{ id: r, match: { tool: fs.delet_file }, decision: DENY }]',
    },
    {
      title: 'a wildcard over nothing',
      bundle:
        'version: v1\ntools: [{ name: fs.delete_file, access: write }]\nrules: [{ id: r, match: { tool: [fs.*, git.*] }, decision: DENY }]',
    },
  ],
  accepted: [
    {
      title: 'no inventory',
      bundle: 'version: v1\nrules: [{ id: r, match: { tool: fs.delet_file }, decision: DENY }]',
    },
    {
      title: 'another spelling of the same name',
      bundle:
        'version: v1\ntools: [{ name: FS.Delete_File, access: write }]\nrules: [{ id: r, match: { tool: [fs/delete_file, "fs.*"] }, decision: DENY }]',
    },
  ],
}
