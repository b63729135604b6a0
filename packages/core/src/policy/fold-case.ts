// Full Unicode case folding, which `toLowerCase` is not: it keeps `ß`, `ſ` and the final sigma apart from their capitals.

/**
 * Folds case as CaseFolding.txt does for statuses C and F, up to the representative chosen: two texts fold alike exactly when
 * Unicode says they differ only in case. Lower, upper, lower of one code point at a time reaches the same classes, because
 * upper-casing applies the full mappings (`ß` → `SS`), and one code point has no context that could make a sigma final.
 * The dotless `ı` is the one exception: its capital is `I`, but outside Turkic locales it does not fold to `i`.
 * Source: The Unicode Standard, section 3.13, "Default Case Folding".
 */
export function foldCase(text: string): string {
  let folded = ''
  for (const character of text) {
    folded += character === 'ı' ? character : character.toLowerCase().toUpperCase().toLowerCase()
  }
  return folded
}
