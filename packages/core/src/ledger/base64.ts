// Standard Base 64 with padding (RFC 4648 section 4), strict when read: one text per byte string.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES: ReadonlyMap<string, number> = new Map([...ALPHABET].map((letter, value) => [letter, value]))

/** Base 64 text of `bytes`. */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0)
    text += ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]!
    text += i + 1 < bytes.length ? ALPHABET[(group >> 6) & 63]! : '='
    text += i + 2 < bytes.length ? ALPHABET[group & 63]! : '='
  }
  return text
}

/** The bytes of Base 64 `text`; null unless it is exactly what `toBase64` would write. */
export function fromBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let group = 0
    for (let j = 0; j < 4; j++) {
      const value = i + j >= text.length - padding ? 0 : VALUES.get(text[i + j]!)
      if (value === undefined) return null
      group = (group << 6) | value
    }
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (group >> shift) & 255
  }
  return toBase64(bytes) === text ? bytes : null
}
