// A ledger for conformance tests: a key, heads in a temporary directory, and a way to record and seal stories.
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LeafInput } from '@sallyport/core'
import { inTenant, type Store } from '../store/database.ts'
import type { SequencerDeps } from './open-log.ts'
import { headsDirectory } from './published-heads.ts'
import { record } from './record.ts'
import { sealAll } from './sequencer.ts'
import { signingKey } from './signing-key.ts'
import { uuidv7 } from './uuid.ts'

/** The moment at which fixtures happen. */
export const FIXTURE_TIME = Date.UTC(2026, 10, 21, 2, 3, 4, 567)

/** What a test of the ledger works with. */
export interface LedgerFixture {
  readonly directory: string
  readonly deps: SequencerDeps
  /** Records leaves without sealing them. */
  record(store: Store, tenant: string, leaves: readonly LeafInput[]): Promise<void>
  /** Records and seals `count` leaves; answers with them. */
  seal(store: Store, tenant: string, count: number): Promise<readonly LeafInput[]>
  remove(): void
}

/** Makes a fixture; `remove` deletes its directory. */
export function ledgerFixture(): LedgerFixture {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-ledger-'))
  const key = signingKey(generateKeyPairSync('ed25519').privateKey)
  const heads = headsDirectory(join(directory, 'heads'))
  const deps: SequencerDeps = { key, heads, origin_prefix: 'test.example/ledger', now: () => FIXTURE_TIME }
  const write = (store: Store, tenant: string, leaves: readonly LeafInput[]) =>
    inTenant(store.app, tenant, (tx) => record(tx, tenant, leaves))
  return {
    directory,
    deps,
    record: write,
    async seal(store, tenant, count) {
      const leaves = Array.from({ length: count }, (_, n) => fixtureLeaf({ body: { n } }))
      await write(store, tenant, leaves)
      await sealAll(store.sequencer, deps)
      return leaves
    },
    remove: () => rmSync(directory, { recursive: true }),
  }
}

/** A leaf with `part` of it given. */
export function fixtureLeaf(part: Partial<LeafInput> = {}): LeafInput {
  const id = uuidv7(FIXTURE_TIME)
  return { id, type: 'action.requested', thread: id, parents: [], at: FIXTURE_TIME, body: {}, ...part }
}
