// Hostile and broken files: always a clear error with a place, never a throw, and nothing that grows.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parseBundle } from './parse-bundle.ts'

function errorsOf(text: string) {
  const result = parseBundle(text, { file: 'f' })
  assert.ok(!result.ok, text.slice(0, 200))
  assert.ok(result.errors.length > 0 && result.errors.length <= 100)
  for (const { line, column, message } of result.errors) {
    assert.ok(line >= 1 && column >= 1)
    assert.match(message, /\S/)
    assert.ok(message.length < 2000, `a message of ${message.length} characters`)
  }
  return result.errors
}

const codes = (text: string): string[] => errorsOf(text).map(({ code }) => code)

describe('readDocument, as parseBundle sees it', () => {
  test('a file of 10 MB is refused unread', () => {
    assert.deepEqual(codes(`version: v1\n# ${'x'.repeat(10_000_000)}`), ['too_large'])
    assert.deepEqual(codes(`{"version":"v1","x":"${'x'.repeat(10_000_000)}"}`), ['too_large'])
  })

  for (const [what, text] of [
    ['lists of JSON', `{"version":"v1","rules":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['lists of YAML in flow', `version: v1\nrules: ${'['.repeat(3_000)}`],
    ['maps of YAML in flow', `rules: ${'{a: '.repeat(3_000)}`],
    ['lists of YAML in blocks', `${'- '.repeat(20_000)}x`],
    ['complex keys', `${'? '.repeat(20_000)}x`],
    ['indented maps', Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ] as const) {
    test(`deep nesting: ${what}`, () => {
      errorsOf(text)
    })
  }

  test('an alias bomb is refused where its first alias stands', () => {
    const levels = Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]`)
    const [first] = errorsOf(['a0: &a0 [x]', ...levels].join('\n'))
    assert.equal(first?.line, 2)
    assert.match(first?.message ?? '', /instead of the alias `\*a0`/)
  })

  test('merge keys, tags and several documents are no way around', () => {
    errorsOf('a: &a { version: v1 }\n<<: *a')
    errorsOf('version: !!js/function "x"')
    assert.match(errorsOf('version: v1\n---\nversion: v1')[0]?.message ?? '', /several documents: keep one/)
  })

  for (const key of ['__proto__', 'constructor', 'prototype']) {
    test(`the key \`${key}\` is refused with its place, in YAML and JSON, wherever it stands`, () => {
      const [yaml] = errorsOf(`version: v1\nrules:\n  - id: a\n    ${key}: { polluted: true }\n    decision: DENY`)
      assert.deepEqual([yaml?.code, yaml?.line, yaml?.column], ['forbidden_key', 4, 5])
      const label = `{"version":"v1","rules":[{"id":"a","match":{"labels":{"${key}":"x"}},"decision":"DENY"}]}`
      assert.deepEqual(codes(label), ['forbidden_key'])
      assert.deepEqual(codes(`"${key}": 1`), ['forbidden_key'])
      assert.equal('polluted' in {}, false)
    })
  }

  test('a key that stands twice is told where the second stands', () => {
    const [yaml] = errorsOf('version: v1\nrules: []\nrules: []')
    assert.deepEqual([yaml?.line, yaml?.column], [3, 1])
    assert.match(yaml?.message ?? '', /`rules` stands twice/)
    const [json] = errorsOf('{"version":"v1",\n "version":"v1"}')
    assert.equal(json?.line, 2)
    errorsOf('version: v1\n"version": v1')
  })

  test('syntax errors have places', () => {
    const [tab] = errorsOf('version: v1\nrules:\n\t- id: a')
    assert.equal(tab?.line, 3)
    const [star] = errorsOf('version: v1\npermissions: { allow: [*] }')
    assert.equal(star?.line, 2)
    errorsOf('{"version":"v1",}}')
    errorsOf('version: "v1')
    errorsOf('\ud800')
    errorsOf('version: v1\u0000')
  })

  test('a file full of mistakes is not read to its end, and lists only the first', () => {
    errorsOf(`version: v1\nrules:\n${'  - { id: a, decision: NO, nonsense: 1 }\n'.repeat(2_000)}`)
    errorsOf('] '.repeat(100_000))
    errorsOf('a: b: c\n'.repeat(20_000))
  })

  const piece = fc.constantFrom(
    ...[
      'version: v1',
      'rules:',
      'match:',
      '- ',
      '  ',
      '\n',
      '\n  ',
      '{',
      '}',
      '[',
      ']',
      ': ',
      ', ',
      '"',
      "'",
      '|',
      '>',
    ],
    ...[
      '&a ',
      '*a ',
      '!!x ',
      '? ',
      '<<: ',
      '#',
      '---\n',
      '...',
      '%YAML 9',
      'id: a',
      'decision: DENY',
      '\t',
      '\r\n',
      '~',
      '0x',
    ],
    ...['__proto__', 'when: "', 'labels', 'null', '1e999', '.inf', '\ufeff', '\u0000', '\ud800', '😀'],
  )

  test('no text makes it throw', () => {
    const text = fc.oneof(
      fc.array(piece, { maxLength: 60 }).map((list) => list.join('')),
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.json(),
    )
    fc.assert(
      fc.property(text, (source) => {
        const result = parseBundle(source, { file: 'f' })
        if (!result.ok) errorsOf(source)
      }),
      { numRuns: 3_000 },
    )
  })

  test('no value in the place of another makes it throw', () => {
    const odd = fc.jsonValue({ maxDepth: 3 })
    const bundle = fc.record(
      {
        version: fc.constantFrom('v1', 1),
        rules: fc.oneof(
          odd,
          fc.array(fc.record({ id: odd, match: odd, decision: odd, constraints: odd, approval: odd })),
        ),
        tools: fc.oneof(odd, fc.array(fc.record({ name: odd, access: odd, arguments: odd }))),
        permissions: odd,
      },
      { requiredKeys: ['version'] },
    )
    fc.assert(
      fc.property(bundle, (value) => {
        const result = parseBundle(JSON.stringify(value), { file: 'f' })
        if (!result.ok) errorsOf(JSON.stringify(value))
      }),
      { numRuns: 500 },
    )
  })
})
