// Tile paths and bundles as C2SP tlog-tiles writes them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  decodeBundle,
  encodeBundle,
  hashesAtLevel,
  parseTilePath,
  TILE_WIDTH,
  tilePath,
  tilesOfLevel,
} from './tiles.ts'

test('the examples of the specification', () => {
  assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
  assert.equal(tilePath({ level: 'entries', index: 0, width: 17 }), 'tile/entries/000.p/17')
  const widths = (level: number) => [...tilesOfLevel(level, hashesAtLevel(level, 70_000))].map(({ width }) => width)
  assert.deepEqual(widths(0), [...Array(273).fill(256), 112])
  assert.deepEqual(widths(1), [256, 17])
  assert.deepEqual(widths(2), [1])
  assert.deepEqual(widths(3), [])
})

test('a path reads back as its tile, and nothing else reads at all', () => {
  const level = fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 }))
  const tile = fc.record(
    { level, index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: TILE_WIDTH }) },
    { noNullPrototype: true },
  )
  fc.assert(fc.property(tile, (given) => assert.deepEqual(parseTilePath(tilePath(given)), given)))
  const bad = ['tile/64/000', 'tile/00/000', 'tile/0/0', 'tile/0/x000/000', 'tile/0/000.p/0', 'tile/0/000.p/256']
  for (const path of [...bad, 'tile/0/../000', 'tile/entries/000.p/01', 'tile/0/000/', 'tile/0/001/000']) {
    assert.equal(parseTilePath(path), null, path)
  }
})

test('a bundle reads back, and a torn one does not', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 })
  fc.assert(
    fc.property(entries, (given) => {
      const bytes = encodeBundle(given)
      assert.deepEqual(decodeBundle(bytes), given)
      if ((given.at(-1)?.length ?? 0) > 0) assert.equal(decodeBundle(bytes.subarray(0, -1)), null)
    }),
  )
})
