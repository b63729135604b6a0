// Conditions: what they see, what they refuse with its place, and that nothing makes them throw or hang.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Action } from './action.ts'
import { compileCondition, MAX_CONDITION_UNITS } from './condition.ts'

const ACTION: Action = {
  tenant: 'acme',
  agent: 'bot',
  action: 'pay:invoice',
  labels: { env: 'prod' },
  risk_tags: ['pii'],
  arguments: { amount: 7, list: [1, 2, 3], constructor: 'x', nested: { a: { b: true } } },
  ts: 1000,
}

function evaluate(source: string, action: Action = ACTION) {
  const compiled = compileCondition(source)
  assert.ok(compiled.ok, JSON.stringify(compiled))
  return compiled.condition.evaluate(action)
}

function errorsOf(source: string): string[] {
  const compiled = compileCondition(source)
  assert.ok(!compiled.ok, source)
  return compiled.errors.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

describe('compileCondition', () => {
  for (const [source, expected] of [
    ['arguments.amount > 5', true],
    ["labels.env == 'prod' && 'pii' in risk_tags", true],
    ["topic == '' && host == ''", true],
    ['risk_tier == 2', true],
    ['ts == 1000', true],
    ['arguments.list.all(n, n < 3)', false],
    ["arguments.constructor == 'x'", true],
    ['has(labels.team)', false],
    ['arguments.nested.a.b', true],
    ["action.startsWith('pay:')", true],
  ] as const) {
    test(`\`${source}\` is ${expected}`, () => assert.equal(evaluate(source), expected))
  }

  for (const source of [
    "labels.team == 'x'",
    'arguments.amount',
    '1 / (arguments.amount - 7) > 0',
    "arguments.amount > 'a'",
  ]) {
    test(`\`${source}\` is an error and no answer`, () => {
      assert.match((evaluate(source) as { readonly error: string }).error, /\S/)
    })
  }

  test('every misspelt name is told with its place', () => {
    assert.deepEqual(errorsOf("lables.env == 'x' &&\n  agnet == 'y'"), [
      '1:1 there is no `lables`: write `labels`',
      '2:3 there is no `agnet`: write `agent`',
    ])
    assert.match(errorsOf("agent.startWith('a')")[0] ?? '', /there is no function `startWith`: write `startsWith`/)
  })

  test('what is no expression, too long, too deep or a loop in a loop is refused', () => {
    assert.match(errorsOf('agent ==')[0] ?? '', /^1:\d+ the condition is no CEL expression/)
    assert.match(errorsOf(`agent == '${'x'.repeat(MAX_CONDITION_UNITS)}'`)[0] ?? '', /longer than/)
    assert.match(errorsOf(`${'('.repeat(40)}true${')'.repeat(40)}`)[0] ?? '', /deeper than/)
    const loops = 'arguments.list.all(a, arguments.list.all(b, a == b))'
    assert.match(errorsOf(loops)[0] ?? '', /loop inside the body of another/)
  })

  test('spelling does not change the canonical tree, meaning does', () => {
    const tree = (source: string) => {
      const compiled = compileCondition(source)
      return compiled.ok ? JSON.stringify(compiled.condition.canonical) : ''
    }
    assert.equal(tree('risk_tier>1'), tree('( risk_tier  > 1 )'))
    assert.notEqual(tree('risk_tier > 1'), tree('risk_tier >= 1'))
  })

  test('no text makes it throw', () => {
    const token = fc.constantFrom(
      '(',
      ')',
      '[',
      '.',
      '==',
      '&&',
      '!',
      '-',
      "'",
      'agent',
      'labels',
      'all',
      '1',
      '9'.repeat(30),
      '?',
      ':',
      ',',
    )
    const source = fc.oneof(
      fc.array(token, { maxLength: 12 }).map((list) => list.join(' ')),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(source, (text) => {
        const compiled = compileCondition(text)
        if (compiled.ok) compiled.condition.evaluate(ACTION)
        else assert.ok(compiled.errors.every(({ line, column }) => line >= 1 && column >= 1))
      }),
      { numRuns: 500 },
    )
  })
})
