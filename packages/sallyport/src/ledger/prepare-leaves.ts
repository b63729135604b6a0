// Leaves made ready for the statement that writes them: built, and salted.
import { randomBytes } from 'node:crypto'
import { buildLeaf, type LeafInput, SALT_BYTES } from '@sallyport/core'
import { Refusal } from '../refusal.ts'
import { sha256 } from './sha256.ts'
import type { RandomBytes } from './uuid.ts'

/** One leaf as it is written. */
export interface PreparedLeaf {
  readonly id: string
  readonly thread: string
  readonly type: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  /** The exact bytes. */
  readonly leaf: Uint8Array
  readonly disclosed: readonly PreparedDisclosure[]
}

/** What opens one commitment. */
export interface PreparedDisclosure {
  readonly leaf_id: string
  readonly name: string
  readonly salt: Uint8Array
  readonly value: string
}

/** Builds one leaf. Throws `Refusal` `leaf_too_large`, and then the action it reports about must not happen either. */
export function prepareLeaf(tenant: string, input: LeafInput, random: RandomBytes = randomBytes): PreparedLeaf {
  const built = buildLeaf(input, tenant, () => random(SALT_BYTES), sha256)
  if (!built.ok) throw new Refusal(built.code, built.message)
  const { id, thread, type, at } = input
  return {
    id,
    thread,
    type,
    at,
    leaf: built.bytes,
    disclosed: built.disclosures.map(({ name, salt, value }) => ({ leaf_id: id, name, salt, value })),
  }
}
