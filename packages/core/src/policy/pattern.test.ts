// Patterns: what each kind takes, and what is no pattern.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { normaliseName } from './name.ts'
import { matchesPattern, type Pattern, parsePattern } from './pattern.ts'
import { patternCovers, patternsMeet } from './pattern-cover.ts'

function pattern(text: string): Pattern {
  const parsed = parsePattern(text)
  assert.ok('pattern' in parsed, text)
  return parsed.pattern
}

const takes = (text: string, name: string | undefined): boolean => matchesPattern(pattern(text), name)

describe('parsePattern', () => {
  for (const [text, yes, no] of [
    ['*', ['a', 'a.b', '', undefined], []],
    ['a.b', ['a.b'], ['a', 'a.b.c', 'ab', undefined]],
    ['delete:*', ['delete.user', 'delete.user.email'], ['delete', 'deleted.user', 'undelete.user', undefined]],
    ['fs.read_*', ['fs.read_file', 'fs.read_'], ['fs.read', 'fs.write_file', 'gs.read_file']],
    ['*.deploy', ['k8s.deploy'], ['deploy', 'k8s.prod.deploy', 'k8s.deployed', undefined]],
    ['job.*.apply', ['job.x.apply'], ['job.apply', 'job.x.y.apply', 'job.x.apply.y']],
    ['*.secrets.*', ['a.secrets.b', 'a.secrets.b.c'], ['secrets.b', 'a.secrets', 'a.b.secrets.c']],
    ['*:*', ['a.b', 'a.b.c'], ['a', undefined]],
  ] as const) {
    test(`\`${text}\``, () => {
      assert.deepEqual(
        yes.filter((name) => !takes(text, name)),
        [],
      )
      assert.deepEqual(
        no.filter((name) => takes(text, name)),
        [],
      )
    })
  }

  for (const text of ['', 'a*b', '*a', 'a.*b', 'a*.b', '**', 'a.**', 'a\u200bb']) {
    test(`\`${text}\` is refused with what to write`, () => {
      const parsed = parsePattern(text)
      assert.ok('error' in parsed)
      assert.match(parsed.error, /: (write|remove)/)
    })
  }
})

const segment = fc.constantFrom('a', 'b', 'ab')
const nameOf = (list: readonly string[]): string => list.join('.')
const names = fc.array(segment, { minLength: 1, maxLength: 4 }).map(nameOf)
const patterns = fc
  .tuple(fc.array(fc.oneof(segment, fc.constant('*')), { minLength: 1, maxLength: 3 }), fc.constantFrom('', '*', '.*'))
  .map(([list, end]) => `${nameOf(list)}${list.at(-1) === '*' ? '' : end}`)
  .map(pattern)

describe('patternCovers and patternsMeet', () => {
  test('a pattern that covers another takes all that it takes, and patterns that share a name meet', () => {
    fc.assert(
      fc.property(patterns, patterns, names, (outer, inner, name) => {
        const [wide, narrow] = [matchesPattern(outer, name), matchesPattern(inner, name)]
        if (patternCovers(outer, inner) && narrow) assert.ok(wide, `${outer.text} ${inner.text} ${name}`)
        if (wide && narrow) assert.ok(patternsMeet(outer, inner), `${outer.text} ${inner.text} ${name}`)
      }),
      { numRuns: 3000 },
    )
  })

  test('every pattern covers itself, and a text is taken by the pattern of the same text', () => {
    fc.assert(fc.property(patterns, (one) => assert.ok(patternCovers(one, one))))
    fc.assert(fc.property(names, (name) => assert.ok(takes(name, normaliseName(name) ?? ''))))
  })
})
