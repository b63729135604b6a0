// `couldAllow` says no only where no completion of the action is permitted.
import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Sha256 } from '../ledger/json.ts'
import type { Action } from './action.ts'
import { compileBundle } from './compile-bundle.ts'
import { couldAllow, type PartialAction } from './could-allow.ts'
import { decide } from './decide.ts'
import { bundleOf, someAction, someRules } from './policy-fixture.ts'

const sha256: Sha256 = (data) => hash('sha256', data, 'buffer')
const KNOWABLE = ['topic', 'action', 'tool', 'host', 'risk_tier'] as const

/** What may be known of an action beforehand: some of its keys, some of its tags. */
const partOf = (action: Action) =>
  fc
    .tuple(fc.subarray([...KNOWABLE]), fc.subarray([...(action.risk_tags ?? [])]))
    .map(([keys, tags]): PartialAction => {
      const known = Object.fromEntries(keys.filter((key) => action[key] !== undefined).map((key) => [key, action[key]]))
      return { tenant: action.tenant, agent: action.agent, ...known, risk_tags: tags }
    })
const actionAndPart = someAction.chain((action) => fc.tuple(fc.constant(action), partOf(action)))

test('what some completion permits could be allowed', () => {
  fc.assert(
    fc.property(someRules, actionAndPart, (rules, [action, part]) => {
      const matcher = compileBundle(bundleOf(rules), sha256)
      if (decide(matcher, action).decision !== 'DENY') assert.equal(couldAllow(matcher, part), true)
    }),
    { numRuns: 1000 },
  )
})

const base = { tenant: 't', agent: 'a' }

test('what every completion is denied could not be allowed', () => {
  const rules = [
    { id: 'reads', decision: 'ALLOW', match: { tool: 'files.read*' } },
    { id: 'writes', decision: 'REQUIRE_APPROVAL', match: { tool: 'files.write*' } },
    { id: 'secrets', decision: 'DENY', match: { tool: '*.read_secret' } },
    { id: 'purges', decision: 'DENY', match: { tool: 'files.write_all', risk_tags: ['purge'] } },
  ] as const
  const matcher = compileBundle(bundleOf(rules), sha256)
  const asked = (tool: string, risk_tags: string[] = []) => couldAllow(matcher, { ...base, tool, risk_tags })
  assert.equal(asked('Files/Read_text'), true)
  assert.equal(asked('files.write_text'), true)
  assert.equal(asked('files.read_secret'), false)
  assert.equal(asked('files.move'), false)
  assert.equal(asked('files.write_all'), true)
  assert.equal(asked('files.write_all', ['Purge']), false)
  assert.equal(asked('files.read\u200b'), false)
})
