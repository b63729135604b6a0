// The index gives every bucket whose pattern may match, by literal prefix and by whole name, also in a crowded table.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileRule } from './compiled-rule.ts'
import { factTable } from './fact-table.ts'
import { findBuckets, nameIndexBuilder } from './name-index.ts'
import { matchesPattern, type Pattern, parsePattern } from './pattern.ts'
import { bundleOf } from './policy-fixture.ts'

const [plain] = bundleOf([{ id: 'r', decision: 'DENY', match: {} }]).rules
const rule = compileRule(plain!, 0, factTable())

function pattern(text: string): Pattern {
  const parsed = parsePattern(text)
  assert.ok('pattern' in parsed)
  return parsed.pattern
}

/** How many candidates of all found buckets match the name. */
function hits(patterns: readonly string[], name: string | undefined): number {
  const builder = nameIndexBuilder()
  for (const text of patterns) builder.add(pattern(text), rule)
  let count = 0
  findBuckets(builder.build([]), name, null, (bucket, asked) => {
    for (const { pattern } of bucket.always.candidates) if (pattern === null || matchesPattern(pattern, asked)) count++
  })
  return count
}

test('every pattern that matches is found once, and no other', () => {
  const name = fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'))
  const text = fc.oneof(
    name,
    name.map((each) => `${each}.*`),
    name.map((each) => `${each}*`),
    name.map((each) => `*.${each}`),
    fc.constant('*'),
  )
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), fc.option(name, { nil: undefined }), (patterns, asked) => {
      const expected = patterns.filter((each) => matchesPattern(pattern(each), asked)).length
      assert.equal(hits(patterns, asked), expected)
    }),
    { numRuns: 500 },
  )
})

test('an action without the name meets only patterns that take all', () => {
  assert.equal(hits(['*', 'a', 'a.*', '*.b'], undefined), 1)
})

test('names that share places of the table are told apart', () => {
  const many = Array.from({ length: 2000 }, (_, i) => `n${i}`)
  for (const name of ['n0', 'n1999', 'n2000', 'm1']) assert.equal(hits(many, name), many.includes(name) ? 1 : 0)
})
