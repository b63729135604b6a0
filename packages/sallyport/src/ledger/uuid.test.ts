// UUIDv7: the layout of RFC 9562 section 5.7.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuidv7 } from './uuid.ts'

test('the example of RFC 9562 appendix A.6', () => {
  const random = () => Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f])
  assert.equal(uuidv7(0x017f22e279b0, random), '017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('the version and the variant are fixed, every other bit is the time or random', () => {
  const all = (byte: number) => () => new Uint8Array(10).fill(byte)
  assert.equal(uuidv7(0, all(0)), '00000000-0000-7000-8000-000000000000')
  assert.equal(uuidv7(2 ** 48 - 1, all(255)), 'ffffffff-ffff-7fff-bfff-ffffffffffff')
})

test('a part of a millisecond is left out', () => {
  assert.equal(uuidv7(5.7).slice(0, 13), '00000000-0005')
})

test('sorts by time and differs within a millisecond', () => {
  const ids = [uuidv7(1), uuidv7(2), uuidv7(1_000_000), uuidv7(Date.UTC(2026, 0, 1))]
  assert.deepEqual([...ids].sort(), ids)
  assert.notEqual(uuidv7(5), uuidv7(5))
})
