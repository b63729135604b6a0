// JSON as a parameter of PostgreSQL.

/** The JSON of a value, with U+FFFD for every NUL: PostgreSQL's text holds none, and names that hold one still have to be kept. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value)
  return text.includes('\\u0000') ? text.replace(NUL, '$1\\ufffd') : text
}

// JSON within a text has its own escapes escaped once more, and stays as it is.
const NUL = /(?<!\\)((?:\\\\)*)\\u0000/g
