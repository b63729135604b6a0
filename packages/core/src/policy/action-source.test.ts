// What counts as an action when it is read from text.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readAction } from './action-source.ts'

const DEFAULTS = { tenant: 't', agent: 'a', ts: 7 }

describe('readAction', () => {
  test('takes what a policy sees, fills in the defaults and ignores the rest', () => {
    assert.deepEqual(readAction({ action: 'read:x', session: 's', trust_score: 90, topic: null }, DEFAULTS), {
      ok: true,
      action: { tenant: 't', agent: 'a', ts: 7, action: 'read:x' },
    })
    const whole = {
      tenant: 'x',
      agent: 'y',
      topic: 'a.b',
      action: 'c:d',
      tool: 'e.f',
      host: 'h.test',
      labels: { env: 'prod' },
      risk_tags: ['pii'],
      risk_tier: 1 as const,
      arguments: { n: 1 },
      ts: 5,
    }
    assert.deepEqual(readAction(whole, DEFAULTS), { ok: true, action: whole })
  })

  test('reads ISO 8601 times', () => {
    assert.deepEqual(readAction({ ts: '1970-01-01T00:00:01Z' }, DEFAULTS), {
      ok: true,
      action: { tenant: 't', agent: 'a', ts: 1000 },
    })
  })

  for (const [value, key] of [
    [[], 'an action'],
    [null, 'an action'],
    [{ agent: 1 }, 'agent'],
    [{ ts: 'yesterday' }, 'ts'],
    [{ ts: '2026-99-99' }, 'ts'],
    [{ ts: 1e300 }, 'ts'],
    [{ risk_tier: '1' }, 'risk_tier'],
    [{ labels: ['a'] }, 'labels'],
    [{ labels: { a: 1 } }, 'labels.a'],
    [{ risk_tags: 'pii' }, 'risk_tags'],
    [{ risk_tags: [1] }, 'risk_tags'],
    [{ arguments: [] }, 'arguments'],
  ] as const) {
    test(`refuses ${JSON.stringify(value)}`, () => {
      const read = readAction(value, DEFAULTS)
      assert.ok(!read.ok)
      assert.ok(read.message.includes(key), read.message)
    })
  }
})
