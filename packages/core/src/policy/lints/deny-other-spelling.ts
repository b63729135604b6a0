// Reports tools that are allowed, though a tool that probably does the same is denied by name.
import type { Bundle, Tool } from '../bundle.ts'
import type { Lint, LintHit } from '../lint.ts'
import { matchesPattern } from '../pattern.ts'
import { permits, type ReadableRule, readRules } from '../readable-rule.ts'
import { meaningKey } from '../same-meaning.ts'

function check(bundle: Bundle): LintHit[] {
  const rules = readRules(bundle)
  const open = bundle.tools.filter(passing(rules))
  const openByKey = new Map<string, Tool[]>()
  for (const tool of open) {
    const key = meaningKey(tool.name)
    openByKey.set(key, [...(openByKey.get(key) ?? []), tool])
  }
  return rules.flatMap(({ rule, names }) => {
    if (rule.decision !== 'DENY') return []
    return (names.tool ?? []).flatMap((pattern) => {
      if (pattern.kind !== 'exact') return []
      const twins = (openByKey.get(meaningKey(pattern.text)) ?? []).filter((tool) => tool.name !== pattern.text)
      return twins.map((twin) => ({ rule: rule.id, message: messageFor(pattern.text, twin.name) }))
    })
  })
}

/** Whether some permission may take a tool, and no prohibition or approval certainly does. */
function passing(rules: readonly ReadableRule[]): (tool: Tool) => boolean {
  const onlyByTool = ({ rule }: ReadableRule): boolean => Object.keys(rule.match).every((key) => key === 'tool')
  const allowed = taking(rules.filter(permits))
  const closed = taking(rules.filter((rule) => !permits(rule) && onlyByTool(rule)))
  return (tool) => allowed(tool.name) && !closed(tool.name)
}

/** Whether one of the rules may take the tool; most patterns are plain names, which need no scan. */
function taking(rules: readonly ReadableRule[]): (name: string) => boolean {
  if (rules.some(({ names }) => names.tool === undefined)) return () => true
  const patterns = rules.flatMap(({ names }) => names.tool ?? [])
  const exact = new Set(patterns.flatMap((pattern) => (pattern.kind === 'exact' ? [pattern.text] : [])))
  const wide = new Map(patterns.filter(({ kind }) => kind !== 'exact').map((pattern) => [pattern.text, pattern]))
  const list = [...wide.values()]
  return (name) => exact.has(name) || list.some((pattern) => matchesPattern(pattern, name))
}

function messageFor(denied: string, twin: string): string {
  return `denies \`${denied}\`, but \`${twin}\` seems to do the same and is allowed: add \`${twin}\` to \`tool\`, or deny by a risk tag that both have in the inventory`
}

/** Denied tools that have an allowed twin. */
export const denyOtherSpelling: Lint = {
  id: 'deny-other-spelling',
  title: 'a denied tool has an allowed twin',
  why: 'an agent that is refused one tool tries the next one that does the same',
  severity: 'warning',
  check,
  reported: [
    {
      title: 'the same words without underscore',
      bundle: `version: v1
tools: [{ name: fs.delete_file, access: write }, { name: fs.deleteFile, access: write }]
permissions: { allow: ["call:*"] }
rules: [{ id: r, match: { tool: fs.delete_file }, decision: DENY }]`,
    },
    {
      title: 'another word for the verb',
      bundle: `version: v1
tools: [{ name: fs.delete_file, access: write }, { name: fs.remove_files, access: write }]
rules:
  - { id: all, match: { tool: fs.* }, decision: ALLOW }
  - { id: r, match: { tool: fs.delete_file }, decision: DENY }`,
    },
  ],
  accepted: [
    {
      title: 'the twin is denied too',
      bundle: `version: v1
tools: [{ name: fs.delete_file, access: write }, { name: fs.deleteFile, access: write }]
rules:
  - { id: all, match: { tool: fs.* }, decision: ALLOW }
  - { id: r, match: { tool: [fs.delete_file, fs.deleteFile] }, decision: DENY }`,
    },
    {
      title: 'the twin is not allowed',
      bundle: `version: v1
tools: [{ name: fs.delete_file, access: write }, { name: fs.remove_file, access: write }]
rules:
  - { id: some, match: { tool: fs.read_file }, decision: ALLOW }
  - { id: r, match: { tool: fs.delete_file }, decision: DENY }`,
    },
    {
      title: 'another object, and another server',
      bundle: `version: v1
tools:
  - { name: fs.delete_file, access: write }
  - { name: fs.delete_branch, access: write }
  - { name: db.delete_file, access: write }
rules:
  - { id: all, match: { tool: "*.*" }, decision: ALLOW }
  - { id: r, match: { tool: fs.delete_file }, decision: DENY }`,
    },
  ],
}
