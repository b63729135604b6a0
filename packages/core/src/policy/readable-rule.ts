// A rule with its patterns parsed, for lints that compare rules with each other.
import { type Bundle, NAME_KEYS, type NameKey, type Rule } from './bundle.ts'
import { type Pattern, parsePattern } from './pattern.ts'

/** A rule and its patterns, by key; a key that the rule does not have is absent. */
export interface ReadableRule {
  readonly rule: Rule
  readonly names: Readonly<Partial<Record<NameKey, readonly Pattern[]>>>
}

/** The rules of a bundle. */
export function readRules(bundle: Bundle): ReadableRule[] {
  return bundle.rules.map((rule) => {
    const names: Partial<Record<NameKey, readonly Pattern[]>> = {}
    for (const key of NAME_KEYS) if (rule.match[key]) names[key] = rule.match[key].flatMap(readPattern)
    return { rule, names }
  })
}

function readPattern(text: string): Pattern[] {
  const parsed = parsePattern(text)
  return 'pattern' in parsed ? [parsed.pattern] : []
}

/** Whether the rule lets actions pass without asking anybody. */
export function permits({ rule }: ReadableRule): boolean {
  return rule.decision === 'ALLOW' || rule.decision === 'ALLOW_WITH_CONSTRAINTS'
}
