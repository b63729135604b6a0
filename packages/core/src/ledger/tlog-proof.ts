// One entry's proof in one file, verifiable offline: C2SP tlog-proof, version `c2sp.org/tlog-proof@v1`.
import { fromBase64, toBase64 } from './base64.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { rootFromInclusion } from './inclusion-proof.ts'
import type { Sha256 } from './json.ts'
import { HASH_BYTES, leafHash, sameHash } from './merkle.ts'
import type { Ed25519Verify, NoteKey } from './signed-note.ts'

/** First line of every proof. */
const TLOG_PROOF_HEADER = 'c2sp.org/tlog-proof@v1'

/** A proof that the entry at `index` is in the tree of the checkpoint. */
export interface TlogProof {
  /** Unauthenticated bytes of the application; Sallyport puts the entry itself here. */
  readonly extra?: Uint8Array
  readonly index: number
  /** From the leaf's sibling to the root's child. */
  readonly hashes: readonly Uint8Array[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
}

/** The text of a `.tlog-proof` file. */
export function formatTlogProof(proof: TlogProof): string {
  const extra = proof.extra === undefined ? [] : [`extra ${toBase64(proof.extra)}`]
  const lines = [TLOG_PROOF_HEADER, ...extra, `index ${proof.index}`, ...proof.hashes.map(toBase64)]
  return `${lines.join('\n')}\n\n${proof.checkpoint}`
}

/** Reads a `.tlog-proof` file; null when it is not one. */
export function parseTlogProof(text: string): TlogProof | null {
  const gap = text.indexOf('\n\n')
  if (gap < 0) return null
  const [header, ...lines] = text.slice(0, gap).split('\n')
  if (header !== TLOG_PROOF_HEADER) return null
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice('extra '.length)) : undefined
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '')?.[1]
  const hashes = lines.map(fromBase64)
  if (extra === null || index === undefined || !Number.isSafeInteger(Number(index))) return null
  if (hashes.some((hash) => hash?.length !== HASH_BYTES)) return null
  const read = { index: Number(index), hashes: hashes as Uint8Array[], checkpoint: text.slice(gap + 2) }
  return extra === undefined ? read : { ...read, extra }
}

/** What a proof shows, or why it shows nothing. */
export type ProvenEntry =
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly index: number }
  | { readonly ok: false; readonly code: 'checkpoint_refused' | 'not_included'; readonly message: string }

/** Verifies that `entry` is in the log whose `keys` are trusted. */
export function verifyTlogProof(
  proof: TlogProof,
  entry: Uint8Array,
  keys: readonly NoteKey[],
  sha256: Sha256,
  verify: Ed25519Verify,
): ProvenEntry {
  const checkpoint = openCheckpoint(proof.checkpoint, keys, verify)
  if (checkpoint === null) {
    const message = 'no trusted key signed the checkpoint of this proof; check the verifier key'
    return { ok: false, code: 'checkpoint_refused', message }
  }
  const root = rootFromInclusion(leafHash(entry, sha256), proof.index, checkpoint.size, proof.hashes, sha256)
  if (root !== null && sameHash(root, checkpoint.root)) return { ok: true, checkpoint, index: proof.index }
  const message = `the entry is not leaf ${proof.index} of \`${checkpoint.origin}\`; it or the proof was changed`
  return { ok: false, code: 'not_included', message }
}
