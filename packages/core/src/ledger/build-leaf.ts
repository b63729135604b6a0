// From what a room reports to what the log holds: the canonical bytes of a leaf, and the values behind its commitments.
import { canonicalJson } from './canonical-json.ts'
import { toHex } from './hex.ts'
import type { JsonObject, Sha256 } from './json.ts'
import type { LeafInput } from './leaf.ts'
import { utf8Bytes, writeUtf8 } from './utf8.ts'

/** Largest leaf in bytes; entry bundles of C2SP tlog-tiles cannot carry one of 64 KiB. */
export const MAX_LEAF_BYTES = 32_768

/** Bytes of salt in front of each committed value. */
export const SALT_BYTES = 32

/** What opens one commitment: `sha256(salt ‖ UTF-8 of value)` is what the leaf says under `name`. */
export interface Disclosure {
  readonly name: string
  readonly salt: Uint8Array
  /** Canonical JSON text. */
  readonly value: string
}

/** The leaf's bytes and its disclosures, or why there is no leaf. */
export type BuiltLeaf =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly disclosures: readonly Disclosure[] }
  | { readonly ok: false; readonly code: 'leaf_too_large'; readonly message: string }

/**
 * Builds one leaf. `salt` gives `SALT_BYTES` fresh random bytes a call. Personal fields and free text enter the bytes
 * only as salted commitments, so that destroying salt and value erases them while the tree still verifies (D5).
 */
export function buildLeaf(input: LeafInput, tenant: string, salt: () => Uint8Array, sha256: Sha256): BuiltLeaf {
  const disclosures: Disclosure[] = []
  for (const [name, value] of Object.entries(input.disclosed ?? {})) {
    disclosures.push({ name, salt: salt(), value: canonicalJson(value) })
  }
  const commitments = Object.fromEntries(disclosures.map((made) => [made.name, commitment(made, sha256)]))
  const bytes = utf8Bytes(canonicalJson(leafObject(input, tenant, commitments)))
  if (bytes.length > MAX_LEAF_BYTES) {
    const message = `the ledger leaf \`${input.type}\` would be ${bytes.length} bytes, the limit is ${MAX_LEAF_BYTES}; record less or record hashes`
    return { ok: false, code: 'leaf_too_large', message }
  }
  return { ok: true, bytes, disclosures }
}

/** Lower-case hex of `sha256(salt ‖ UTF-8 of value)`. */
export function commitment(disclosure: Disclosure, sha256: Sha256): string {
  const { salt, value } = disclosure
  const most = salt.length + 3 * value.length
  const bytes = most <= SALTED.length ? SALTED : new Uint8Array(most)
  bytes.set(salt)
  const end = salt.length + writeUtf8(value, bytes.subarray(salt.length))
  return toHex(sha256(bytes.subarray(0, end)))
}

/** What is hashed, where it fits: bytes made anew for each would be work for the garbage collector. */
const SALTED = new Uint8Array(16_384)

function leafObject(input: LeafInput, tenant: string, commitments: Readonly<Record<string, string>>): JsonObject {
  // In the order of the canonical form.
  return {
    at: input.at,
    body: input.body,
    ...(Object.keys(commitments).length > 0 ? { commitments } : {}),
    id: input.id,
    parents: input.parents,
    tenant,
    thread: input.thread,
    type: input.type,
    v: 1,
  }
}
