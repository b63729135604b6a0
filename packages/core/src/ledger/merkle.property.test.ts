// Properties of the tree: its proofs hold for any size, and nothing else passes for them.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { consistencyProof, verifyConsistency } from './consistency-proof.ts'
import { EMPTY_FRONTIER, openFrontier, packFrontier, unpackFrontier } from './frontier.ts'
import { inclusionProof, verifyInclusion } from './inclusion-proof.ts'
import type { Sha256 } from './json.ts'
import { leafHash, nodeHash, rangeHash, sameHash, type TreeNode } from './merkle.ts'

const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')

interface Tree {
  readonly leaves: readonly Uint8Array[]
  readonly read: (node: TreeNode) => Uint8Array
  readonly root: (size: number) => Uint8Array
}

// An independent reading of RFC 6962: every perfect node kept as the frontier completes it.
function grow(size: number): Tree {
  const nodes = new Map<string, Uint8Array>()
  const leaves = Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i & 255, i >> 8), sha256))
  const frontier = openFrontier(EMPTY_FRONTIER, sha256, ({ level, index }, node) =>
    nodes.set(`${level}/${index}`, node),
  )
  for (const leaf of leaves) frontier.append(leaf)
  const read = ({ level, index }: TreeNode) => nodes.get(`${level}/${index}`) as Uint8Array
  return { leaves, read, root: (upto) => rangeHash({ start: 0, end: upto }, read, sha256) }
}

// RFC 6962 section 2.1, word for word.
function merkleTreeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256('')
  if (leaves.length === 1) return leaves[0]!
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return nodeHash(merkleTreeHash(leaves.slice(0, split)), merkleTreeHash(leaves.slice(split)), sha256)
}

const flipped = (bytes: Uint8Array): Uint8Array => Uint8Array.of(bytes[0]! ^ 1, ...bytes.subarray(1))
const size = fc.integer({ min: 1, max: 700 })

test('the frontier and the perfect nodes give the root of RFC 6962 at every size', () => {
  const tree = grow(130)
  const frontier = openFrontier(EMPTY_FRONTIER, sha256)
  for (let n = 0; n <= 130; n++) {
    const expected = merkleTreeHash(tree.leaves.slice(0, n))
    assert.ok(sameHash(frontier.root(), expected))
    assert.ok(sameHash(tree.root(n), expected))
    if (n < 130) frontier.append(tree.leaves[n]!)
  }
})

test('a frontier survives packing', () => {
  fc.assert(
    fc.property(size, (n) => {
      const frontier = openFrontier(EMPTY_FRONTIER, sha256)
      for (const leaf of grow(n).leaves) frontier.append(leaf)
      const packed = packFrontier(frontier.state())
      const unpacked = unpackFrontier(n, packed)
      assert.ok(unpacked)
      assert.ok(sameHash(openFrontier(unpacked, sha256).root(), frontier.root()))
      assert.equal(unpackFrontier(n, packed.subarray(1)), null)
    }),
    { numRuns: 30 },
  )
})

test('an inclusion proof holds for its leaf, its index, its size and its root only', () => {
  fc.assert(
    fc.property(size, fc.nat(), fc.nat(), (n, a, b) => {
      const tree = grow(n)
      const index = a % n
      const other = b % n
      const proof = inclusionProof(index, n, tree.read, sha256)
      const claim = { leaf_hash: tree.leaves[index]!, index, size: n, root: tree.root(n) }
      assert.ok(verifyInclusion(claim, proof, sha256))
      if (other !== index) {
        assert.ok(!verifyInclusion({ ...claim, index: other }, proof, sha256))
        assert.ok(!verifyInclusion({ ...claim, leaf_hash: tree.leaves[other]! }, proof, sha256))
      }
      assert.ok(!verifyInclusion({ ...claim, root: flipped(claim.root) }, proof, sha256))
      assert.ok(!verifyInclusion({ ...claim, index: n }, proof, sha256))
      assert.ok(!verifyInclusion(claim, [...proof, claim.root], sha256))
      proof.forEach((part, i) => {
        assert.ok(!verifyInclusion(claim, proof.with(i, flipped(part)), sha256))
      })
    }),
    { numRuns: 60 },
  )
})

test('consistency holds for all pairs of small trees, and for no changed tree', () => {
  const tree = grow(65)
  for (let to = 0; to <= 65; to++) {
    for (let from = 0; from <= to; from++) {
      const proof = consistencyProof(from, to, tree.read, sha256)
      const older = { size: from, root: tree.root(from) }
      const newer = { size: to, root: tree.root(to) }
      assert.ok(verifyConsistency(older, newer, proof, sha256), `${from} to ${to}`)
      assert.ok(!verifyConsistency({ ...older, root: flipped(older.root) }, newer, proof, sha256))
      if (from > 0) assert.ok(!verifyConsistency(older, { ...newer, root: flipped(newer.root) }, proof, sha256))
      if (from < to) assert.ok(!verifyConsistency(newer, older, proof, sha256))
      proof.forEach((part, i) => {
        assert.ok(!verifyConsistency(older, newer, proof.with(i, flipped(part)), sha256))
      })
    }
  }
})

test('a tree in which an early leaf was changed, left out or swapped is never consistent', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 200 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('change', 'omit', 'swap'),
      (n, a, b, kind) => {
        const tree = grow(n)
        const from = 1 + (a % (n - 1))
        const at = b % from
        const next = at === n - 1 ? 0 : at + 1
        const leaves = [...tree.leaves]
        if (kind === 'change') leaves[at] = flipped(leaves[at]!)
        else if (kind === 'omit') leaves.splice(at, 1)
        else [leaves[at], leaves[next]] = [leaves[next]!, leaves[at]!]
        const forged = { size: leaves.length, root: merkleTreeHash(leaves) }
        // Swapping across the old edge keeps the count, so the old head still must not be a prefix.
        const proof = consistencyProof(from, n, tree.read, sha256)
        assert.ok(!verifyConsistency({ size: from, root: tree.root(from) }, forged, proof, sha256))
      },
    ),
    { numRuns: 100 },
  )
})
