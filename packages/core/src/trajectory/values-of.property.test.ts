import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bareText, valuesOf } from './values-of.ts'

/** So much running text that the whole of it is no value. */
const LONG = `${'a'.repeat(300)} `
const found = (text: string): readonly string[] => [...valuesOf(text, bareText(text))]

describe('values of a text', () => {
  test('a letter beyond ASCII, by which the words are found in another way, changes nothing', () => {
    const pieces = fc.constantFrom(
      'ann@example.com',
      'invoice',
      'INV-2031',
      '192.0.2.7',
      'a/b',
      'e.g.',
      'x1',
      '...',
      '"',
      ' ',
      '\n',
      ',',
    )
    const ascii = fc.array(fc.oneof(pieces, fc.string({ unit: 'binary-ascii', maxLength: 12 })), { maxLength: 30 })
    fc.assert(
      fc.property(ascii, (parts) => {
        const text = LONG + parts.join('').replace(/[^\0-\x7f]/g, '')
        assert.deepEqual(found(text), found(`${text} \u00e9`))
      }),
    )
  })

  test('names, addresses and numbers are values, plain words are none', () => {
    const text = 'Please pay invoice INV-2031 to ann@example.com, account DE89 3704 0044 0532, soon.'
    assert.deepEqual(found(LONG + text), ['de89370400440532', 'inv2031', 'annexamplecom'])
  })
})
