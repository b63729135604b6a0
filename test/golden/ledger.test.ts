// The ledger's tree, proofs and signed notes against published vectors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  consistencyProof,
  EMPTY_FRONTIER,
  fromHex,
  inclusionProof,
  leafHash,
  openFrontier,
  openNote,
  parseNote,
  parseVerifierKey,
  rangeHash,
  type TreeNode,
  toHex,
  verifyConsistency,
  verifyInclusion,
} from '@sallyport/core'
import { ed25519Verify } from '../../packages/sallyport/src/ledger/ed25519.ts'
import { sha256 } from '../../packages/sallyport/src/ledger/sha256.ts'
import { goldenFiles } from './golden-files.ts'

interface TreeVectors {
  readonly format: 'ledger/rfc6962-tree'
  readonly leaves: readonly string[]
  readonly leaf_hashes: readonly string[]
  readonly roots: readonly string[]
  readonly inclusion: readonly { index: number; size: number; proof: readonly string[] }[]
  readonly consistency: readonly { from: number; to: number; proof: readonly string[] }[]
}

interface NoteVectors {
  readonly format: 'ledger/signed-note'
  readonly notes: readonly { verifier_key?: string; note: string }[]
}

for (const { name, content } of goldenFiles<TreeVectors | NoteVectors>('ledger', 'ledger/')) {
  if (content.format === 'ledger/rfc6962-tree') test(`${name}: tree vectors`, () => checkTree(content))
  else test(`${name}: note vectors`, () => checkNotes(content))
}

const bytes = (hex: string) => fromHex(hex) as Uint8Array

function checkTree(vectors: TreeVectors): void {
  const hashes = vectors.leaves.map((leaf) => leafHash(bytes(leaf), sha256))
  assert.deepEqual(hashes.map(toHex), vectors.leaf_hashes)
  const frontier = openFrontier(EMPTY_FRONTIER, sha256)
  const roots = [toHex(frontier.root())]
  for (const hash of hashes) {
    frontier.append(hash)
    roots.push(toHex(frontier.root()))
  }
  assert.deepEqual(roots, vectors.roots)
  const read = (node: TreeNode): Uint8Array => {
    if (node.level === 0) return hashes[node.index]!
    const [start, half] = [node.index * 2 ** node.level, 2 ** (node.level - 1)]
    const left = rangeHash({ start, end: start + half }, read, sha256)
    return sha256(Uint8Array.of(1, ...left, ...rangeHash({ start: start + half, end: start + 2 * half }, read, sha256)))
  }
  for (const { index, size, proof } of vectors.inclusion) {
    assert.deepEqual(inclusionProof(index, size, read, sha256).map(toHex), proof)
    const claim = { leaf_hash: hashes[index]!, index, size, root: bytes(roots[size]!) }
    assert.ok(verifyInclusion(claim, proof.map(bytes), sha256))
  }
  for (const { from, to, proof } of vectors.consistency) {
    assert.deepEqual(consistencyProof(from, to, read, sha256).map(toHex), proof)
    const [older, newer] = [from, to].map((size) => ({ size, root: bytes(roots[size]!) }))
    assert.ok(verifyConsistency(older!, newer!, proof.map(bytes), sha256))
  }
}

function checkNotes(vectors: NoteVectors): void {
  for (const { note, verifier_key } of vectors.notes) {
    assert.ok(parseNote(note))
    if (verifier_key === undefined) continue
    const key = parseVerifierKey(verifier_key, sha256)
    assert.ok(key)
    assert.equal(`${openNote(note, [key], ed25519Verify)}\n`, note.slice(0, note.lastIndexOf('\u2014')))
    assert.equal(openNote(`x${note}`, [key], ed25519Verify), null)
    assert.equal(openNote(note, [], ed25519Verify), null)
  }
}
