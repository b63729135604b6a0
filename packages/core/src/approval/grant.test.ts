// The bounds of a grant: what it covers, and with which code it refuses the rest.
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '../ledger/json.ts'
import { type ArgumentsFit, type Grant, type GrantUse, grantBoundsFault, grantFaults } from './grant.ts'

const grant: Grant = {
  tenant: 'acme',
  agent: 'bot',
  tool: 'fs.edit_file',
  action: null,
  arguments: { required: ['path'] },
  max_uses: 3,
  used: 0,
  expires_at: 1000,
  revoked: false,
}
const use: GrantUse = { tenant: 'acme', agent: 'bot', tool: 'fs.edit_file', arguments: { path: '/a' }, now: 999 }
// Enough of JSON Schema for these tests: every required key is there.
const fit: ArgumentsFit = (schema, args) => (schema['required'] as string[]).every((key) => key in args)
const codes = (g: Partial<Grant>, u: Partial<GrantUse>) =>
  grantFaults({ ...grant, ...g }, { ...use, ...u }, fit).map((fault) => fault.code)

test('a use within all bounds has no fault', () => assert.deepEqual(codes({}, {}), []))

test('names are compared as the policy compares them', () => {
  assert.deepEqual(codes({}, { tool: 'FS:Edit_File' }), [])
  assert.deepEqual(codes({ tool: 'fs.*' }, {}), [])
  assert.deepEqual(codes({ tool: 'fs.*' }, { tool: 'fs' }), ['grant_out_of_bounds'])
})

test('each bound refuses on its own', () => {
  assert.deepEqual(codes({}, { now: 1000 }), ['grant_expired'])
  assert.deepEqual(codes({ used: 3 }, {}), ['grant_exhausted'])
  assert.deepEqual(codes({ revoked: true }, {}), ['grant_revoked'])
  for (const beyond of [{ tenant: 'globex' }, { agent: 'other' }, { tool: 'fs.move' }, { arguments: {} }]) {
    assert.deepEqual(codes({}, beyond), ['grant_out_of_bounds'])
  }
  assert.deepEqual(codes({ action: 'edit:*' }, {}), ['grant_out_of_bounds'])
})

test('a grant that names neither tool nor action covers nothing', () => {
  assert.ok(codes({ tool: null, action: null }, {}).includes('grant_out_of_bounds'))
})

test('a pattern that cannot be read covers nothing, whatever is asked for', () => {
  fc.assert(
    fc.property(fc.string(), (tool) => {
      assert.deepEqual(codes({ tool: 'a*b' }, { tool }), ['grant_out_of_bounds'])
    }),
  )
})

test('a grant is used at most `max_uses` times', () => {
  fc.assert(
    fc.property(fc.nat({ max: 5 }), fc.nat({ max: 10 }), (max_uses, tries) => {
      let used = 0
      for (let i = 0; i < tries; i++) if (codes({ max_uses, used }, {}).length === 0) used += 1
      assert.equal(used, Math.min(max_uses, tries))
    }),
  )
})

test('arguments that are missing are judged as an empty object', () => {
  const seen: JsonObject[] = []
  const { arguments: _, ...bare } = use
  grantFaults(grant, bare, (_schema, args) => seen.push(args) > 0)
  assert.deepEqual(seen, [{}])
})

test('a grant is made only with bounds that bound something', () => {
  const bounds = { tool: null, action: null, arguments: null }
  assert.equal(grantBoundsFault({ ...bounds, tool: 'fs.*' }), null)
  assert.equal(grantBoundsFault({ ...bounds, tool: '*', action: 'edit:*' }), null)
  for (const tool of [null, '*', '*.*']) assert.match(grantBoundsFault({ ...bounds, tool }) ?? '', /must name a tool/)
  assert.match(grantBoundsFault({ ...bounds, tool: 'a*b' }) ?? '', /inside a segment/)
  assert.match(grantBoundsFault({ ...bounds, tool: 'fs.edit', arguments: { type: 'nonsense' } }) ?? '', /schema/)
})
