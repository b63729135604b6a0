// Case folding over every code point, against the rule that the Unicode Standard derives it from.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { foldCase } from './fold-case.ts'

const ASSIGNED = /^\P{Cn}$/u
const everyCharacter = function* (): Generator<string> {
  for (let code = 0; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const character = String.fromCodePoint(code)
    if (ASSIGNED.test(character)) yield character
  }
}

describe('foldCase', () => {
  test('every character folds like its capital, its title-case pair and its small letter', () => {
    const apart: string[] = []
    for (const character of everyCharacter()) {
      if (character === 'ı') continue
      const folded = foldCase(character)
      const upper = character.toUpperCase()
      if (foldCase(upper) !== folded && upper !== 'I') apart.push(character)
      if (foldCase(character.toLowerCase()) !== folded) apart.push(character)
    }
    assert.deepEqual(apart, [])
  })

  test('folding twice is folding once', () => {
    const moving: string[] = []
    for (const character of everyCharacter()) {
      const folded = foldCase(character)
      if (foldCase(folded) !== folded) moving.push(character)
    }
    assert.deepEqual(moving, [])
  })

  test('what has no case stays as it is, and no two of them become one', () => {
    const changed: string[] = []
    for (const character of everyCharacter()) {
      const cased = character.toLowerCase() !== character || character.toUpperCase() !== character
      if (!cased && foldCase(character) !== character) changed.push(character)
    }
    assert.deepEqual(changed, [])
  })

  test('what folds to one character is that character for regular expressions that ignore case', () => {
    const astray: string[] = []
    let seen = 0
    for (const character of everyCharacter()) {
      const folded = foldCase(character)
      if (folded === character || [...folded].length !== 1) continue
      seen++
      if (!new RegExp(`^${character}$`, 'iu').test(folded)) astray.push(character)
    }
    assert.ok(seen > 1300)
    assert.deepEqual(astray, [])
  })

  for (const [left, right] of [
    ['straße', 'STRASSE'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['ſecret', 'SECRET'],
    ['Kelvin', 'kelvin'],
    ['ẞ', 'ss'],
    ['ﬁle', 'FILE'],
    ['ǅ', 'ǆ'],
    ['Ꭰ', 'ꭰ'],
  ] as const) {
    test(`\`${left}\` and \`${right}\` are one`, () => assert.equal(foldCase(left), foldCase(right)))
  }

  test('the dotless i is no i', () => {
    assert.notEqual(foldCase('ı'), foldCase('i'))
    assert.equal(foldCase('I'), 'i')
  })
})
