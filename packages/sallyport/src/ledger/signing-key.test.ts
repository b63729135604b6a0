// The ledger key's file: made once, private, shared by replicas, and refused when it is something else.
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { findSigningKey, loadSigningKey } from './signing-key.ts'

const directory = mkdtempSync(join(tmpdir(), 'sallyport-key-'))
after(() => rmSync(directory, { recursive: true }))

test('is made once, readable by its owner only, and found again', () => {
  const place = { directory: join(directory, 'fresh') }
  assert.equal(findSigningKey(place), null)
  const made = loadSigningKey(place)
  assert.equal(statSync(join(place.directory, 'ledger-key.pem')).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(place.directory), ['ledger-key.pem'])
  assert.equal(loadSigningKey(place).verifierKey('a/b'), made.verifierKey('a/b'))
  assert.equal(findSigningKey(place)?.verifierKey('a/b'), made.verifierKey('a/b'))
})

test('a file that is missing, no key, or another kind of key is refused', () => {
  const file = join(directory, 'other.pem')
  assert.throws(() => loadSigningKey({ directory, file }), { code: 'ledger_key' })
  writeFileSync(file, 'not a key')
  assert.throws(() => loadSigningKey({ directory, file }), { code: 'ledger_key' })
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  writeFileSync(file, rsa.export({ type: 'pkcs8', format: 'pem' }))
  assert.throws(() => loadSigningKey({ directory, file }), { code: 'ledger_key' })
})

test('an origin that cannot be a key name is refused', () => {
  const key = loadSigningKey({ directory })
  assert.throws(() => key.keyFor('two words'), { code: 'bad_origin' })
})
