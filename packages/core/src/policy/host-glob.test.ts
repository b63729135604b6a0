// Hosts and globs: spelling, matching, and which lists no host can satisfy.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  globsMeet,
  hostAllowed,
  hostListsContradict,
  matchesHost,
  normaliseHost,
  normaliseHostGlob,
} from './host-glob.ts'

describe('normaliseHost', () => {
  for (const [given, host] of [
    ['API.Example.COM', 'api.example.com'],
    ['example.com.', 'example.com'],
    ['[::1]', '[::1]'],
    ['10.0.0.1', '10.0.0.1'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['bücher.example', null],
    ['ｅxample.com', null],
    ['https://example.com', null],
    ['user@example.com', null],
    ['example.com/path', null],
    ['exa mple.com', null],
    ['a\u0000.com', null],
    ['*.example.com', null],
    ['', null],
    ['a'.repeat(256), null],
  ] as const) {
    test(`\`${given.slice(0, 30)}\` is ${host}`, () => assert.equal(normaliseHost(given), host))
  }

  test('a glob may have `*`', () => {
    assert.equal(normaliseHostGlob('**.Example.com.'), '*.example.com')
    assert.equal(normaliseHostGlob('https://*'), null)
  })
})

describe('hostAllowed', () => {
  for (const [glob, yes, no] of [
    ['*.example.com', ['api.example.com', 'a.b.example.com'], ['example.com', 'evilexample.com', 'example.com.evil']],
    ['api.*', ['api.example.com'], ['example.api.com', 'api']],
    ['a*b*c', ['abc', 'axbxc', 'abbcc'], ['ab', 'acb', 'xabc']],
    ['*', ['anything'], []],
  ] as const) {
    test(`\`${glob}\``, () => {
      assert.deepEqual(
        yes.filter((host) => !hostAllowed([[glob]], host)),
        [],
      )
      assert.deepEqual(
        no.filter((host) => hostAllowed([[glob]], host)),
        [],
      )
    })
  }

  test('every list must be satisfied, a missing or refused host satisfies none', () => {
    assert.equal(hostAllowed([['*.a.com'], ['x.*']], 'x.a.com'), true)
    assert.equal(hostAllowed([['*.a.com'], ['x.*']], 'y.a.com'), false)
    assert.equal(hostAllowed([['*']], undefined), false)
    assert.equal(hostAllowed([['*']], 'a b'), false)
  })
})

const letters = fc.array(fc.constantFrom('a', 'b', '.'), { minLength: 1, maxLength: 6 }).map((list) => list.join(''))
const globs = fc
  .array(fc.constantFrom('a', 'b', '.', '*'), { minLength: 1, maxLength: 6 })
  .map((list) => list.join('').replace(/\*{2,}/g, '*'))
const asRegExp = (glob: string) => new RegExp(`^${glob.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)

describe('globs', () => {
  test('match as the regular expression does', () => {
    fc.assert(
      fc.property(globs, letters, (glob, host) => assert.equal(matchesHost(glob, host), asRegExp(glob).test(host))),
      { numRuns: 3000 },
    )
  })

  test('that take one host meet, and lists that one host satisfies do not contradict', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(globs, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
        letters,
        (lists, host) => {
          if (!lists.every((list) => list.some((glob) => matchesHost(glob, host)))) return
          assert.equal(hostListsContradict(lists), false)
          const [first, second] = lists.map((list) => list.find((glob) => matchesHost(glob, host)) ?? '')
          if (first !== undefined && second !== undefined) assert.ok(globsMeet(first, second))
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('that no host can satisfy together contradict', () => {
    assert.equal(hostListsContradict([['a.com'], ['b.com']]), true)
    assert.equal(hostListsContradict([['*.a.com'], ['*.b.com']]), true)
    assert.equal(hostListsContradict([['*.a.com'], ['*.b.com', 'x.a.com']]), false)
  })
})
