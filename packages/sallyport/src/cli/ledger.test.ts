// `sallyport ledger verify` on files: what it says and the exit code it leaves.
import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { exportLedger } from '../ledger/export-log.ts'
import { type LedgerFixture, ledgerFixture } from '../ledger/ledger-fixture.ts'
import { createLedgerService } from '../ledger/service.ts'
import { openMemoryStore } from '../store/memory-store.ts'
import { ledgerCommand } from './ledger.ts'

let fixture: LedgerFixture
let directory: string
let proof: string
before(async () => {
  fixture = ledgerFixture()
  directory = join(fixture.directory, 'export')
  proof = join(fixture.directory, 'first.tlog-proof')
  const store = await openMemoryStore()
  const [leaf] = await fixture.seal(store, 'cli', 20)
  await exportLedger(store.app, 'cli', directory)
  writeFileSync(proof, (await createLedgerService(store.app).entry('cli', leaf!.id)).proof)
  await store.close()
})
after(() => fixture.remove())

// Runs the command and gives its exit code and what it printed.
async function ledger(...args: string[]): Promise<{ code: unknown; said: string }> {
  const lines: unknown[] = []
  const { log } = console
  console.log = (line) => void lines.push(line)
  try {
    await ledgerCommand().parseAsync(args, { from: 'user' })
    return { code: process.exitCode, said: lines.join('\n') }
  } finally {
    console.log = log
    process.exitCode = 0
  }
}

test('an intact export is ok', async () => {
  const { code, said } = await ledger('verify', directory)
  assert.equal(code, 0)
  assert.match(said, /20 records verified under a checkpoint of 20\nok: 20 records/)
})

test('a changed record is tampered, and named', async () => {
  const copy = join(fixture.directory, 'copy')
  cpSync(directory, copy, { recursive: true })
  const bundle = join(copy, '2026/tile/entries/000.p/20')
  const bytes = readFileSync(bundle)
  bytes[bytes.length - 2]! ^= 1
  writeFileSync(bundle, bytes)
  const { code, said } = await ledger('verify', copy, '--json')
  assert.equal(code, 1)
  assert.deepEqual(
    JSON.parse(said).findings.map((found: { index: number }) => found.index),
    [19],
  )
})

test('a proof needs nothing but the key that is trusted', async () => {
  const vkey = join(directory, '2026/vkey')
  assert.equal((await ledger('verify', '--proof', proof, '--vkey', vkey)).code, 0)
  assert.equal((await ledger('verify', '--proof', proof, '--vkey', readFileSync(vkey, 'utf8'))).code, 0)
  assert.equal((await ledger('verify', '--proof', proof)).code, 2)
})

test('flags that make no sense together are refused', async () => {
  await assert.rejects(ledger('verify', directory, '--record', 'x'), { code: 'bad_flags' })
  await assert.rejects(ledger('verify', '--proof', '/nowhere/at-all'), { code: 'unreadable_file' })
  await assert.rejects(ledger('verify', join(fixture.directory, 'heads')), { code: 'no_export' })
})
