import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createLineCutter, type Frame } from './line-cutter.ts'

const text = (frames: readonly Frame[]) =>
  frames.map((frame) => (frame.kind === 'line' ? Buffer.from(frame.bytes).toString() : `oversized ${frame.id}`))

describe('line cutter', () => {
  test('joins a line that arrives in pieces and splits lines that arrive together', () => {
    const cutter = createLineCutter(100)
    assert.deepEqual(text(cutter.push(Buffer.from('{"a":'))), [])
    assert.deepEqual(text(cutter.push(Buffer.from('1}\n{"b":2}\r\n\n  \n{"c"'))), ['{"a":1}', '{"b":2}\r'])
    assert.equal(cutter.pending(), 4)
  })

  test('reports a line beyond the bound with its id, and goes on after it', () => {
    const cutter = createLineCutter(50)
    const long = `{"jsonrpc":"2.0","method":"x","params":{"id":7},"id":"q-1","pad":"${'x'.repeat(200)}"}`
    const frames = [...cutter.push(Buffer.from(long)), ...cutter.push(Buffer.from('\n{"ok":1}\n'))]
    assert.deepEqual(frames[0], { kind: 'oversized', id: 'q-1', isCall: true, bytes: long.length })
    assert.deepEqual(text(frames.slice(1)), ['{"ok":1}'])
  })

  test('keeps no more of 50 MB than the bound while they stream past', () => {
    const cutter = createLineCutter(1024)
    const chunk = Buffer.alloc(64 * 1024, 'x')
    cutter.push(Buffer.from('{"id":3,"result":"'))
    const before = process.memoryUsage().arrayBuffers
    for (let sent = 0; sent < 50 * 1024 * 1024; sent += chunk.length) assert.deepEqual(cutter.push(chunk), [])
    assert.ok(process.memoryUsage().arrayBuffers - before < 10 * 1024 * 1024)
    const [frame] = cutter.push(Buffer.from('"}\n'))
    assert.ok(frame?.kind === 'oversized' && frame.id === 3 && !frame.isCall)
  })

  test('yields the same lines however the stream is cut into chunks', () => {
    const lines = fc.array(fc.string({ minLength: 1, unit: 'grapheme' }).filter((line) => !/[\n]|^\s*$/.test(line)))
    fc.assert(
      fc.property(lines, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (expected, sizes) => {
        const stream = Buffer.from(expected.map((line) => `${line}\n`).join(''))
        const cutter = createLineCutter(10_000)
        const frames: Frame[] = []
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] as number
          frames.push(...cutter.push(stream.subarray(at, at + size)))
          at += size
        }
        assert.deepEqual(text(frames), expected)
        assert.equal(cutter.pending(), 0)
      }),
    )
  })
})
