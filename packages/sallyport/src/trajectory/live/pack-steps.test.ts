import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignKind, StepFacts } from '@sallyport/core'
import fc from 'fast-check'
import { packStep, type Step, unpackStep } from './pack-steps.ts'

const maybe = fc.option(fc.string())
const tier: fc.Arbitrary<StepFacts['tier']> = fc.constantFrom(0, 1, 2)
const flags = { reads: fc.boolean(), sends: fc.boolean(), sensitive: fc.boolean(), untrusted: fc.boolean() }
const signs: fc.Arbitrary<SignKind[]> = fc.array(fc.constantFrom('denied', 'pace', 'drift', 'injection'))
const steps: fc.Arbitrary<Step> = fc.record(
  {
    at: fc.nat({ max: 4_000_000_000_000 }),
    kind: fc.constantFrom('decided', 'settled', 'refused'),
    action_id: fc.option(fc.uuid()),
    name: fc.string(),
    facts: fc.record({ ...flags, tier }, { noNullPrototype: true }),
    decision: maybe,
    code: maybe,
    status: maybe,
    signs,
    points: fc.nat(),
  },
  { noNullPrototype: true },
)

test('a step comes back as it was, through JSON too', () => {
  fc.assert(
    fc.property(steps, (step) => {
      assert.deepEqual(unpackStep(JSON.parse(JSON.stringify(packStep(step)))), step)
    }),
  )
})
