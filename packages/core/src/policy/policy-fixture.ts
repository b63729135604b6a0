// Random bundles and actions for the property tests: few words, so that rules and actions meet often, in many spellings.
import fc from 'fast-check'
import type { JsonObject } from '../ledger/json.ts'
import type { Action } from './action.ts'
import type { Bundle } from './bundle.ts'
import { DECISIONS } from './decision.ts'
import { parseBundle } from './parse-bundle.ts'

/** A rule as written in a bundle. */
export interface WrittenRule {
  readonly id: string
  readonly decision: (typeof DECISIONS)[number]
  readonly match: JsonObject
  readonly constraints?: JsonObject
  readonly approval?: JsonObject
}

const word = fc.constantFrom('a', 'b', 'fi', 'ss')
const words = fc.array(word, { minLength: 1, maxLength: 3 })
const separator = fc.constantFrom('.', ':', '/')
const joined = (parts: fc.Arbitrary<string[]>) => fc.tuple(parts, separator).map(([list, by]) => list.join(by))
const name = joined(words)
const pattern = fc.oneof(
  { arbitrary: name, weight: 3 },
  { arbitrary: joined(words.map((list) => [...list, '*'])), weight: 3 },
  {
    arbitrary: joined(fc.tuple(fc.constantFrom('*', 'a', 'f*'), words).map(([head, tail]) => [...tail, head])),
    weight: 1,
  },
  { arbitrary: joined(fc.tuple(word, word).map(([first, last]) => [first, '*', last])), weight: 1 },
  { arbitrary: fc.constant('*'), weight: 1 },
)
const oneOrMore = <T>(item: fc.Arbitrary<T>) => fc.oneof(item, fc.array(item, { minLength: 1, maxLength: 2 }))
const glob = fc.constantFrom('*', 'x.test', '*.test', 'a.*', 'y.test')
const tagList = fc.array(word, { minLength: 1, maxLength: 2 })

/** Conditions that hold, that do not, and that can't be evaluated for some actions. */
const CONDITIONS = ['true', 'false', 'arguments.n > 1', 'labels.env == "a"', '1 / 0 == 1', 'risk_tier == 2'] as const

const match = fc.record(
  {
    topic: oneOrMore(pattern),
    tool: oneOrMore(pattern),
    action: oneOrMore(pattern),
    agent: pattern,
    labels: fc.dictionary(fc.constantFrom('env', 'team'), oneOrMore(word), { maxKeys: 2, noNullPrototype: true }),
    risk_tags: fc.oneof(tagList, fc.record({ any: tagList }), fc.record({ any: tagList, all: tagList })),
    risk_tier: fc.constantFrom(0, 1, 2, [0, 1]),
    hosts: oneOrMore(glob),
    time: fc.constantFrom({ zone: 'UTC', from: '09:00', to: '17:00' }, { zone: 'UTC', from: '22:00', to: '06:00' }),
    when: fc.constantFrom(...CONDITIONS),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const count = fc.integer({ min: 1, max: 5 })
const constraints = fc.record(
  {
    allowed_hosts: oneOrMore(glob),
    timeout_ms: count,
    max_bytes: count,
    max_calls: count,
    redaction: oneOrMore(word),
    // Stands for argument schemas too, which merge alike and are slow to check.
    color: word,
  },
  { requiredKeys: [], noNullPrototype: true },
)
const approval = fc.record(
  { roles: fc.array(word, { maxLength: 2 }), quorum: fc.integer({ min: 1, max: 3 }), ttl: fc.constantFrom('1h', '2d') },
  { requiredKeys: [], noNullPrototype: true },
)

/** `match` of few keys: most rules have one or two, so that many rules match one action. */
const fewKeys = fc.tuple(match, fc.array(fc.nat(9), { maxLength: 3 })).map(([full, keep]) => {
  const kept = Object.entries(full).filter((_, i) => keep.includes(i))
  return Object.fromEntries(kept) as JsonObject
})

const rule = fc
  .record({ decision: fc.constantFrom(...DECISIONS), match: fewKeys, constraints, approval })
  .map(({ decision, match, constraints, approval }) => ({
    decision,
    match,
    ...(decision === 'ALLOW_WITH_CONSTRAINTS' || decision === 'REQUIRE_APPROVAL' ? { constraints } : {}),
    ...(decision === 'REQUIRE_APPROVAL' ? { approval } : {}),
  }))

/** Rules as written, with ids `r0`, `r1`, …; sometimes enough of them to be looked up by their facts. */
export const someRules: fc.Arbitrary<WrittenRule[]> = fc
  .oneof({ arbitrary: fc.array(rule, { maxLength: 8 }), weight: 3 }, fc.array(rule, { minLength: 20, maxLength: 60 }))
  .map((rules) => rules.map((each, i) => ({ id: `r${i}`, ...each }) as WrittenRule))

/** Parses rules as written; throws where the fixture wrote what is no bundle. */
export function bundleOf(rules: readonly WrittenRule[], tools: readonly JsonObject[] = []): Bundle {
  const parsed = parseBundle(JSON.stringify({ version: 'v1', rules, tools }), { file: 'policy.json' })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  return parsed.bundle
}

const host = fc.constantFrom('x.test', 'A.X.test', 'y.test.', 'not a host', 'a.test')

/** Actions over the same few words as the rules. */
export const someAction: fc.Arbitrary<Action> = fc.record(
  {
    tenant: fc.constant('t'),
    agent: name,
    topic: name,
    action: name,
    tool: name,
    host,
    labels: fc.dictionary(fc.constantFrom('env', 'team', 'other'), word, { noNullPrototype: true }),
    risk_tags: fc.array(word, { maxLength: 3 }),
    risk_tier: fc.constantFrom(0, 1, 2),
    arguments: fc.constantFrom<JsonObject[]>({}, { n: 0 }, { n: 2 }, { n: 'text' }),
    ts: fc.integer({ min: 0, max: 2e12 }),
  },
  { requiredKeys: ['tenant', 'agent', 'ts'], noNullPrototype: true },
)

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  '.': ['.', ':', '/', '．', '：', '／'],
  a: ['a', 'A', 'ａ', 'Ａ', 'ª'],
  b: ['b', 'B', 'ｂ', '𝐛'],
  f: ['f', 'F', 'ｆ'],
  i: ['i', 'I', 'ⅰ', 'ｉ'],
  s: ['s', 'S', 'ſ', 'ｓ'],
}

/** Other spellings of one name: case, full width, mathematical letters, ligatures, other separators. */
export function respelt(text: string): fc.Arbitrary<string> {
  const letters = [...text].map((letter) =>
    fc.constantFrom(...(SPELLINGS[/[:/]/.test(letter) ? '.' : letter] ?? [letter])),
  )
  const joinedUp = fc.tuple(...letters).map((drawn) => drawn.join(''))
  return fc.tuple(joinedUp, fc.boolean()).map(([spelt, ligatures]) => {
    return ligatures ? spelt.replaceAll('fi', 'ﬁ').replaceAll('ss', 'ß').replaceAll('SS', 'ẞ') : spelt
  })
}
