// An export on every store: complete, verifiable from its files alone, and any touched file found and named.
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { decodeBundle, encodeBundle } from '@sallyport/core'
import fc from 'fast-check'
import type { Store } from '../store/database.ts'
import { exportLedger } from './export-log.ts'
import { fixtureLeaf, ledgerFixture } from './ledger-fixture.ts'
import { sealAll } from './sequencer.ts'
import { verifyDirectory } from './verify-directory.ts'

const LEAVES = 600

/** Declares the conformance tests of export and of the verification of an export. */
export function exportConformance(open: () => Promise<Store>): void {
  describe('export', () => {
    const fixture = ledgerFixture()
    const directory = join(fixture.directory, 'export')
    const log = join(directory, '2026')
    let store: Store
    before(async () => {
      store = await open()
      await fixture.seal(store, 'exported', LEAVES - 1)
      await fixture.record(store, 'exported', [fixtureLeaf({ disclosed: { who: 'Ada' } })])
      await sealAll(store.sequencer, fixture.deps)
      await exportLedger(store.app, 'exported', directory)
    })
    after(async () => {
      await store.close()
      fixture.remove()
    })

    // A copy with `touch` done to it, and what verifying it finds.
    const verifyCopy = (touch: (copy: string) => void, options = {}): string[] => {
      const copy = mkdtempSync(join(fixture.directory, 'copy-'))
      cpSync(log, copy, { recursive: true })
      touch(copy)
      const { outcome, findings } = verifyDirectory(copy, options)
      rmSync(copy, { recursive: true })
      return [outcome, ...findings.map(({ code, index }) => (index === undefined ? code : `${code} ${index}`))]
    }
    const editBundle = (copy: string, tile: string, edit: (entries: Uint8Array[]) => void): void => {
      const path = join(copy, 'tile/entries', tile)
      const entries = [...decodeBundle(readFileSync(path))!]
      edit(entries)
      writeFileSync(path, encodeBundle(entries))
    }

    test('verifies, and says what it looked at', () => {
      assert.deepEqual(verifyDirectory(directory), {
        outcome: 'ok',
        records: LEAVES,
        logs: [{ origin: 'test.example/ledger/exported/2026', size: LEAVES, records: LEAVES }],
        findings: [],
        omitted: 0,
        pending: 0,
      })
    })

    test('lies in the layout of C2SP tlog-tiles, without the disclosures nobody asked for', async () => {
      const files = [
        'checkpoint',
        'vkey',
        'public-key.pem',
        'tile/0/000',
        'tile/0/002.p/88',
        'tile/1/000.p/2',
        'tile/entries/002.p/88',
      ]
      for (const file of files) assert.ok(existsSync(join(log, file)), file)
      assert.ok(!existsSync(join(log, 'disclosures.jsonl')))
      const asked = join(fixture.directory, 'asked')
      await exportLedger(store.app, 'exported', asked, { disclosures: true })
      const line = JSON.parse(readFileSync(join(asked, '2026/disclosures.jsonl'), 'utf8'))
      assert.deepEqual([line.name, line.value], ['who', '"Ada"'])
    })

    test('any record that is changed, left out, added or swapped is named', () => {
      const kind = fc.constantFrom('change', 'omit', 'add', 'swap')
      fc.assert(
        fc.property(kind, fc.nat(255), (how, at) => {
          const found = verifyCopy((copy) =>
            editBundle(copy, '001', (entries) => {
              if (how === 'change') entries[at] = Buffer.concat([entries[at]!, Buffer.from(' ')])
              else if (how === 'omit') entries.splice(at, 1)
              else if (how === 'add') entries.splice(at, 0, Buffer.from('{}'))
              else
                entries.splice(
                  at === 255 ? 254 : at,
                  2,
                  ...entries
                    .slice(at === 255 ? 254 : at)
                    .slice(0, 2)
                    .reverse(),
                )
            }),
          )
          const first = 256 + (how === 'swap' && at === 255 ? 254 : at)
          const code = {
            change: 'leaf_changed',
            add: 'leaf_changed',
            swap: 'leaf_moved',
            omit: at === 255 ? 'leaf_missing' : 'leaf_moved',
          }
          assert.deepEqual(found.slice(0, 2), ['tampered', `${code[how]} ${first}`])
        }),
        { numRuns: 40 },
      )
    })

    test('missing records are named, unless retention explains them', () => {
      const remove = (copy: string) => rmSync(join(copy, 'tile/entries/001'))
      assert.deepEqual(verifyCopy(remove), ['tampered', 'leaf_missing 256'])
      assert.deepEqual(verifyCopy(remove, { pruned_below: 512 }), ['pruned', 'leaf_pruned 256'])
      const both = (copy: string) => {
        remove(copy)
        rmSync(join(copy, 'tile/0/001'))
      }
      assert.deepEqual(verifyCopy(both), ['tampered', 'leaf_missing 256'])
    })

    test('changed hash tiles are told from changed records', () => {
      const flip = (copy: string, path: string) => {
        const bytes = readFileSync(join(copy, path))
        bytes[40]! ^= 1
        writeFileSync(join(copy, path), bytes)
      }
      assert.deepEqual(
        verifyCopy((copy) => flip(copy, 'tile/0/001')),
        ['tampered', 'tile_changed 256'],
      )
      assert.deepEqual(
        verifyCopy((copy) => flip(copy, 'tile/1/000.p/2')),
        ['tampered', 'tile_changed 0'],
      )
      assert.deepEqual(
        verifyCopy((copy) => rmSync(join(copy, 'tile/0/000'))),
        ['tampered', 'tile_missing 0'],
      )
    })

    test('a record changed together with its tile is still found', () => {
      const found = verifyCopy((copy) => {
        editBundle(copy, '000', (entries) => entries.reverse())
        rmSync(join(copy, 'tile/0/000'))
      })
      assert.deepEqual(found.slice(0, 2), ['tampered', 'root_mismatch 0'])
    })

    test('a checkpoint of nobody, of somebody else, or none at all', () => {
      const path = (copy: string) => join(copy, 'checkpoint')
      const note = readFileSync(path(log), 'utf8')
      assert.deepEqual(
        verifyCopy((copy) => writeFileSync(path(copy), note.replace('600', '599'))),
        ['tampered', 'checkpoint_forged'],
      )
      assert.deepEqual(
        verifyCopy(() => undefined, { verifier_keys: [] }),
        ['unverifiable', 'key_unknown'],
      )
      assert.deepEqual(
        verifyCopy((copy) => writeFileSync(path(copy), 'x')),
        ['unverifiable', 'checkpoint_unreadable'],
      )
      assert.deepEqual(
        verifyCopy((copy) => rmSync(path(copy))),
        ['unverifiable', 'checkpoint_unreadable'],
      )
      assert.throws(() => verifyDirectory(join(fixture.directory, 'nowhere')), { code: 'no_export' })
    })
  })
}
