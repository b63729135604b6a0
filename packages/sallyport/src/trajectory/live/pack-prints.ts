// Fingerprints as they are stored: 48-bit numbers, six bytes each, big-endian.

const BYTES = 6

/** Packs fingerprints. */
export function packPrints(prints: ReadonlySet<number>): Buffer {
  const packed = Buffer.allocUnsafe(prints.size * BYTES)
  let at = 0
  for (const print of prints) at = packed.writeUIntBE(print, at, BYTES)
  return packed
}

/** Reads what `packPrints` wrote. */
export function unpackPrints(packed: Uint8Array): Set<number> {
  const bytes = Buffer.from(packed)
  const prints = new Set<number>()
  for (let at = 0; at + BYTES <= bytes.length; at += BYTES) prints.add(bytes.readUIntBE(at, BYTES))
  return prints
}
