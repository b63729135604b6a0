// No other spelling of a name slips past a rule, and nothing that a caller sends makes a decision throw.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Sha256 } from '../ledger/json.ts'
import type { Action } from './action.ts'
import { compileBundle } from './compile-bundle.ts'
import { couldAllow } from './could-allow.ts'
import { decide } from './decide.ts'
import { DECISIONS } from './decision.ts'
import { explain } from './explain.ts'
import { bundleOf, respelt, someAction, someRules } from './policy-fixture.ts'

const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')
const everything = { id: 'everything', decision: 'ALLOW', match: {} } as const
const NAMES = ['topic', 'action', 'tool', 'agent'] as const

/** An action together with another spelling of all its names, labels and tags. */
const twoSpellings = someAction.chain((action) => {
  const spelt = (value: string | undefined) => (value === undefined ? fc.constant(value) : respelt(value))
  const labels = Object.entries(action.labels ?? {})
  return fc
    .record({
      names: fc.tuple(...NAMES.map((key) => spelt(action[key]))),
      values: fc.tuple(...labels.map(([, value]) => respelt(value))),
      tags: fc.tuple(...(action.risk_tags ?? []).map(respelt)),
    })
    .map(({ names, values, tags }) => {
      const named = Object.fromEntries(
        NAMES.map((key, i) => [key, names[i]]).filter(([, value]) => value !== undefined),
      )
      const spoken = {
        ...(action.labels && { labels: Object.fromEntries(labels.map(([key], i) => [key, values[i]])) }),
        ...(action.risk_tags && { risk_tags: tags }),
      }
      return [action, { ...action, ...named, ...spoken } as Action] as const
    })
})

test('case, width, ligatures and separators change no decision', () => {
  // A condition sees the action as it was sent, so that it can tell spellings apart if it must.
  const rules = someRules.map((list) => list.filter((rule) => rule.match['when'] === undefined))
  fc.assert(
    fc.property(rules, twoSpellings, (written, [action, other]) => {
      const matcher = compileBundle(bundleOf(written), sha256)
      assert.deepEqual(decide(matcher, other), decide(matcher, action))
    }),
    { numRuns: 500 },
  )
})

test('patterns may be written in any spelling too', () => {
  const spelt = fc
    .tuple(fc.constantFrom('delete', 'fi.ss', 'a:b'), fc.constantFrom('', '.*'))
    .chain(([text, tail]) => respelt(text).map((drawn) => [text, drawn, tail] as const))
  fc.assert(
    fc.property(spelt, ([text, drawn, tail]) => {
      const deny = { id: 'deny', decision: 'DENY', match: { action: `${drawn}${tail}` } } as const
      const matcher = compileBundle(bundleOf([everything, deny]), sha256)
      const action = tail === '' ? text : `${text}.more`
      assert.equal(decide(matcher, { tenant: 't', agent: 'a', ts: 0, action }).rule, 'deny')
    }),
  )
})

test('a name with an invisible, control or unassigned character anywhere is denied', () => {
  const invisible = fc.constantFrom(
    '\u200b',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u034f',
    '\u0000',
    '\n',
    '\u{e0041}',
    '\u0378',
    '\ud800',
  )
  const matcher = compileBundle(bundleOf([everything]), sha256)
  const where = fc.constantFrom(...NAMES, 'tenant', 'labels', 'risk_tags')
  fc.assert(
    fc.property(someAction, where, fc.nat(8), invisible, (action, key, at, character) => {
      const hide = (text: string): string => text.slice(0, at) + character + text.slice(at)
      const changed = {
        ...action,
        [key]: key === 'labels' ? { env: hide('prod') } : key === 'risk_tags' ? [hide('pii')] : hide('delete'),
      }
      const decision = decide(matcher, changed)
      assert.deepEqual([decision.decision, decision.code], ['DENY', 'name_refused'])
      assert.equal(explain(matcher, changed).code, 'name_refused')
    }),
    { numRuns: 500 },
  )
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '', '.', '*', 'a'.repeat(5000)),
  fc.string({ unit: fc.constantFrom('.', ':', '*', 'a', '\ud800', '\udc00', '\u0000', 'ß', 'İ') }),
)
const hostileAction = fc.record(
  {
    tenant: hostile,
    agent: hostile,
    topic: hostile,
    action: hostile,
    tool: hostile,
    host: hostile,
    labels: fc.dictionary(hostile, hostile),
    risk_tags: fc.array(hostile),
    risk_tier: fc.constantFrom(0, 1, 2),
    arguments: fc.jsonValue().map((value) => ({ ['__proto__']: value, value })),
    ts: fc.double(),
  },
  { requiredKeys: ['tenant', 'agent', 'ts'] },
) as fc.Arbitrary<Action>

test('no name, label, host or time of an action makes anything throw', () => {
  fc.assert(
    fc.property(someRules, hostileAction, (written, action) => {
      const matcher = compileBundle(bundleOf(written), sha256)
      const decision = decide(matcher, action)
      assert.ok(DECISIONS.includes(decision.decision))
      const { rules: _accounts, ...explained } = explain(matcher, action)
      assert.deepEqual(decision, explained)
      assert.equal(typeof couldAllow(matcher, action), 'boolean')
    }),
    { numRuns: 500 },
  )
})

test("names of an object's own machinery are labels and tags like any other", () => {
  const deny = { id: 'deny', decision: 'DENY', match: { labels: { toString: 'valueof' } } } as const
  const matcher = compileBundle(bundleOf([everything, deny]), sha256)
  const base = { tenant: 't', agent: 'a', ts: 0 }
  assert.equal(decide(matcher, base).decision, 'ALLOW')
  assert.equal(decide(matcher, { ...base, labels: {} }).decision, 'ALLOW')
  assert.equal(decide(matcher, { ...base, labels: { toString: 'valueOf' } }).decision, 'DENY')
  assert.equal(decide(matcher, { ...base, labels: JSON.parse('{"__proto__":"x"}') }).decision, 'ALLOW')
})
