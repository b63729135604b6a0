import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '../refusal.ts'
import { parseDuration, parseSize } from './quantities.ts'

describe('quantities', () => {
  test('durations', () => {
    assert.deepEqual(['0s', '500ms', '45s', '10m', '1h'].map(parseDuration), [0, 500, 45_000, 600_000, 3_600_000])
    for (const bad of ['', '45', '-1s', '1.5s', '1d', 's']) assert.throws(() => parseDuration(bad), Refusal)
  })

  test('sizes', () => {
    assert.deepEqual(['4096', '512KiB', '10MiB'].map(parseSize), [4096, 524_288, 10_485_760])
    for (const bad of ['', '0', '-1', '1.5MiB', '10MB', 'x']) assert.throws(() => parseSize(bad), Refusal)
  })
})
