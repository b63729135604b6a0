// Canonical JSON against the examples of RFC 8785 and against an independent implementation.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { canonicalJson } from './canonical-json.ts'
import type { JsonValue } from './json.ts'

test('the example of RFC 8785 section 3.2.2', () => {
  const value = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  )
  assert.equal(
    canonicalJson(value),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
      '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('keys sort by UTF-16 code units (RFC 8785 section 3.2.3)', () => {
  const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
  assert.equal(canonicalJson(value), '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}')
})

test('an undefined property is left out, `__proto__` is a key like any other, -0 is 0', () => {
  assert.equal(canonicalJson({ b: undefined, a: 1 }), '{"a":1}')
  assert.equal(canonicalJson(JSON.parse('{"__proto__":{"x":-0}}')), '{"__proto__":{"x":0}}')
})

test('what JSON cannot carry is an error', () => {
  const bad: unknown[] = ['\ud800', ['a\udc00b'], { '\ud800': 1 }, Number.NaN, Infinity, 1n, () => 1, [undefined]]
  for (const value of bad) assert.throws(() => canonicalJson(value as JsonValue), TypeError)
})

test('agrees with an independent implementation on any value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      assert.equal(canonicalJson(value as JsonValue), canonicalize(value))
    }),
  )
})

test('says the same after a round trip', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = canonicalJson(value as JsonValue)
      assert.equal(canonicalJson(JSON.parse(text)), text)
    }),
  )
})
