// Where the leaf hashes of an entry bundle differ from those of its hash tile, record by record.
import { HASH_BYTES } from '@sallyport/core'
import type { Finding } from './verification.ts'

/** Names every record of a tile that begins at leaf `first` and whose hash in `found` is not the one in `signed`. */
export function compareTile(log: string, first: number, found: Buffer, signed: Buffer): Finding[] {
  const findings: Finding[] = []
  const slots = Math.max(found.length, signed.length) / HASH_BYTES
  for (let i = 0; i < slots; i++) {
    const is = found.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)
    const should = signed.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)
    if (!is.equals(should))
      findings.push({ outcome: 'tampered', log, index: first + i, ...kind(first, i, is, should, signed) })
  }
  return findings
}

function kind(first: number, i: number, is: Buffer, should: Buffer, signed: Buffer): Pick<Finding, 'code' | 'message'> {
  const record = `record ${first + i}`
  if (is.length === 0) return { code: 'leaf_missing', message: `${record} is missing` }
  if (should.length === 0) return { code: 'leaf_added', message: `${record} was added` }
  const home = signed.indexOf(is)
  if (home < 0 || home % HASH_BYTES !== 0) return { code: 'leaf_changed', message: `${record} was changed` }
  return { code: 'leaf_moved', message: `${record} was moved here from ${first + home / HASH_BYTES}` }
}
