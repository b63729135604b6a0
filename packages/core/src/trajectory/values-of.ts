// What of a text is recognised by itself where it comes back: the whole of a short one, and names, addresses, numbers in it.

/** Fewest letters and digits of a name, address or number that is recognised by itself. */
const SHORTEST_VALUE = 6
/** A plain number needs more, since dates and amounts meet by chance. */
const SHORTEST_NUMBER = 9
const LONGEST_VALUE = 256

const NOT_BARE = /[^\p{L}\p{N}]+/gu
const NOT_ASCII = /[^\0-\x7f]/

/** Letters and digits, in lower case and compatibility forms resolved. */
export function bareText(text: string): string {
  const plain = NOT_ASCII.test(text) ? text.normalize('NFKC') : text
  return plain.toLowerCase().replace(NOT_BARE, '')
}

const BETWEEN_VALUES = /[\s"'`<>()[\]{}|,;=&?]+/
const PLAIN_WORD = /^\p{L}+$/u
const PLAIN_NUMBER = /^\p{N}+$/u
const TRAILING = /[.:!?]+$/
/** Numbers that are written in groups: of an account, a card, a telephone. */
const GROUPED = /[A-Za-z]{0,3}\d{1,12}(?:[ ./-](?:\d{2,12}|[A-Z]{4})(?![\dA-Za-z])){2,9}/g
const HOST_OF_URL = /^\w+:\/\/(?:[^/@]*@)?([^/:]+)/

/** The string as a whole, and whatever in it is no plain word: addresses, hosts, paths, ids. `bare` is its bare text. */
export function valuesOf(text: string, bare: string): Iterable<string> {
  const values = new Set<string>()
  const take = (value: string): void => {
    if (value.length < (PLAIN_NUMBER.test(value) ? SHORTEST_NUMBER : SHORTEST_VALUE)) return
    if (value.length <= LONGEST_VALUE) values.add(value)
  }
  // A lone plain word is too common to say where it comes from.
  if (bare.length <= LONGEST_VALUE && !PLAIN_WORD.test(text.trim())) take(bare)
  if (/\d/.test(text)) for (const [number] of text.matchAll(GROUPED)) take(bareText(number))
  for (const word of NOT_ASCII.test(text) ? wordsOf(text) : asciiWordsOf(text)) {
    take(bareText(word))
    // A text may name the host alone, and a call its address.
    const host = HOST_OF_URL.exec(word)?.[1]
    if (host !== undefined) take(bareText(host))
  }
  return values
}

/** The words that are neither short nor plain, without the punctuation at their ends. */
function wordsOf(text: string): string[] {
  const words = text.split(BETWEEN_VALUES).map((word) => word.replace(TRAILING, ''))
  return words.filter((word) => word.length >= SHORTEST_VALUE && !PLAIN_WORD.test(word))
}

const [BETWEEN, LETTER, ENDS] = [1, 2, 3]

/** What each ASCII character is to the expressions above. */
const CLASSES = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if (BETWEEN_VALUES.test(character)) return BETWEEN
  if (PLAIN_WORD.test(character)) return LETTER
  return TRAILING.test(character) ? ENDS : 0
})

/** The same for ASCII in one pass that makes no string of the plain words, which most words are. */
function asciiWordsOf(text: string): string[] {
  const words: string[] = []
  let begin = 0
  let plainUntil = -1
  for (let at = 0; at <= text.length; at++) {
    const kind = at === text.length ? BETWEEN : CLASSES[text.charCodeAt(at)]
    if (kind === LETTER) continue
    if (kind !== BETWEEN) {
      if (plainUntil < begin) plainUntil = at
      continue
    }
    if (plainUntil >= begin && at - begin >= SHORTEST_VALUE) {
      let end = at
      while (end > begin && CLASSES[text.charCodeAt(end - 1)] === ENDS) end -= 1
      if (end > plainUntil && end - begin >= SHORTEST_VALUE) words.push(text.slice(begin, end))
    }
    begin = at + 1
  }
  return words
}
