// Signed notes, checkpoints and proofs: what is signed opens, what was touched does not.
import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromBase64, toBase64 } from './base64.ts'
import { formatCheckpoint, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import type { Sha256 } from './json.ts'
import { leafHash, nodeHash } from './merkle.ts'
import {
  type Ed25519Verify,
  formatVerifierKey,
  noteKey,
  openNote,
  parseNote,
  parseVerifierKey,
  signNote,
} from './signed-note.ts'
import { formatTlogProof, parseTlogProof, verifyTlogProof } from './tlog-proof.ts'

const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')
const pair = generateKeyPairSync('ed25519')
const raw = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x as string, 'base64url')
const key = noteKey('example.com/log', raw, sha256)!
const signText = (text: string) => signNote(text, key, (message) => sign(null, message, pair.privateKey))
const verifies: Ed25519Verify = (public_key, message, signature) => {
  const x = Buffer.from(public_key).toString('base64url')
  return verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }), signature)
}

test('base 64 agrees with another implementation, both ways', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'))
      assert.deepEqual(fromBase64(toBase64(bytes)), bytes)
    }),
  )
  for (const bad of ['A', 'AA', 'AAA', 'AB==', 'AAAA=', 'AA-_', '====', 'A===', 'AAAA AAAA'])
    assert.equal(fromBase64(bad), null, bad)
})

test('a verifier key reads back, and a changed one does not', () => {
  const line = formatVerifierKey(key)
  assert.deepEqual(parseVerifierKey(line, sha256), { ...key, public_key: new Uint8Array(raw) })
  for (const bad of [`x${line}`, line.replace('+', '+0'), line.slice(0, -4), '', 'a+b+c']) {
    assert.equal(parseVerifierKey(bad, sha256), null, bad)
  }
  assert.equal(noteKey('has space', raw, sha256), null)
  assert.equal(noteKey('has+plus', raw, sha256), null)
})

test('a note opens with its key; text, signature and name are all bound', () => {
  const note = signText('hello\n\nworld\n')
  assert.equal(openNote(note, [key], verifies), 'hello\n\nworld\n')
  assert.equal(openNote(note.replace('hello', 'hullo'), [key], verifies), null)
  assert.equal(openNote(note.replace('example.com/log ', 'example.com/other '), [key], verifies), null)
  assert.equal(openNote(note, [], verifies), null)
})

test('a signature of an unknown key is ignored, a bad one of a known key spoils the note', () => {
  const note = signText('text\n')
  const line = (id: Uint8Array) => `\u2014 example.com/log ${toBase64(Uint8Array.of(...id, ...new Uint8Array(64)))}\n`
  const ours = Buffer.from(key.id, 'hex')
  assert.equal(openNote(note + line(Uint8Array.of(1, 2, 3, 4)), [key], verifies), 'text\n')
  assert.equal(openNote(note + line(ours), [key], verifies), null)
})

test('what is no note is refused', () => {
  const note = signText('text\n')
  for (const bad of [
    '',
    'text\n',
    note.slice(0, -1),
    note.replace('\u2014', '-'),
    `\u0007${note}`,
    note.replace('text', 'te\rxt'),
    `${note}\n`,
  ]) {
    assert.equal(parseNote(bad), null, JSON.stringify(bad))
  }
})

test('a checkpoint reads back; a malformed one does not', () => {
  const root = sha256('root')
  const text = formatCheckpoint({ origin: 'example.com/log', size: 7, root })
  assert.deepEqual(openCheckpoint(signText(text), [key], verifies), {
    origin: 'example.com/log',
    size: 7,
    root: new Uint8Array(root),
  })
  const changes: [string, string][] = [
    ['7', '07'],
    ['7', '-7'],
    ['7', '9007199254740993'],
    ['example.com/log', ''],
    ['=\n', '\n'],
  ]
  for (const [from, to] of changes) assert.equal(parseCheckpoint(text.replace(from, to)), null, to)
})

test('a proof file verifies its entry and no other', () => {
  const entry = new TextEncoder().encode('{"a":1}')
  const sibling = sha256('sibling')
  const root = nodeHash(sibling, leafHash(entry, sha256), sha256)
  const checkpoint = signText(formatCheckpoint({ origin: 'example.com/log', size: 2, root }))
  const proof = { extra: entry, index: 1, hashes: [new Uint8Array(sibling)], checkpoint }
  const read = parseTlogProof(formatTlogProof(proof))
  assert.deepEqual(read, proof)
  assert.equal(verifyTlogProof(read!, entry, [key], sha256, verifies).ok, true)
  const cases: [Parameters<typeof verifyTlogProof>[0], Uint8Array, string][] = [
    [proof, sibling, 'not_included'],
    [{ ...proof, index: 0 }, entry, 'not_included'],
    [{ ...proof, hashes: [] }, entry, 'not_included'],
    [{ ...proof, checkpoint: checkpoint.replace('\n2\n', '\n3\n') }, entry, 'checkpoint_refused'],
  ]
  for (const [changed, bytes, code] of cases) {
    const shown = verifyTlogProof(changed, bytes, [key], sha256, verifies)
    assert.equal(shown.ok ? 'ok' : shown.code, code)
  }
  const text = formatTlogProof(proof)
  for (const bad of [
    '',
    text.replace('@v1', '@v2'),
    text.replace('index 1', 'index 01'),
    text.replace('index 1\n', ''),
  ]) {
    assert.equal(parseTlogProof(bad), null)
  }
})
