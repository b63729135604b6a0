// Reports tool patterns that match nothing in the inventory.
import type { Bundle } from '../bundle.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { Lint, LintHit } from '../lint.ts'
import { matchesPattern, type Pattern } from '../pattern.ts'
import { readRules } from '../readable-rule.ts'

function check(bundle: Bundle): LintHit[] {
  const names = bundle.tools.map((tool) => tool.name)
  if (names.length === 0) return []
  const known = new Set(names)
  const idle = (pattern: Pattern): boolean =>
    pattern.kind === 'exact' ? !known.has(pattern.text) : !names.some((name) => matchesPattern(pattern, name))
  return readRules(bundle).flatMap(({ rule, names: own }) =>
    (own.tool ?? []).filter(idle).map(({ text }) => ({ rule: rule.id, message: messageFor(text, names) })),
  )
}

function messageFor(text: string, names: readonly string[]): string {
  const meant = didYouMean(text, names.slice(0, 1000))
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
