// UTF-8 in both directions, with the two encoders that Node and every browser have, typed here because core compiles without either's types.

declare const TextEncoder: new () => {
  encode(text: string): Uint8Array
  encodeInto(text: string, bytes: Uint8Array): { readonly written: number }
}
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => { decode(bytes: Uint8Array): string }

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The UTF-8 bytes of `text`; a lone surrogate becomes U+FFFD, so check `isWellFormed()` first where that matters. */
export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Writes the UTF-8 bytes of `text` into `bytes`, three for each of its units at most; gives how many. */
export function writeUtf8(text: string, bytes: Uint8Array): number {
  return encoder.encodeInto(text, bytes).written
}

/** The text of UTF-8 `bytes`, a byte order mark kept as a character; null when the bytes are not valid UTF-8. */
export function utf8Text(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
