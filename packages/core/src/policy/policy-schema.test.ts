// The published JSON Schema is the one that validates.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { JsonObject } from '../ledger/json.ts'
import { LINTS } from './lints/index.ts'
import { policyJsonSchema } from './policy-schema.ts'
import { readDocument } from './read-document.ts'

const PUBLISHED = new URL('../../schema/policy.schema.json', import.meta.url)

describe('policy.schema.json', () => {
  test('is up to date: run `node packages/core/scripts/write-policy-schema.ts`', () => {
    assert.deepEqual(JSON.parse(readFileSync(PUBLISHED, 'utf8')), policyJsonSchema())
  })

  test('accepts every example policy, and refuses what the parser refuses by shape', () => {
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(PUBLISHED, 'utf8')) as JsonObject)
    for (const { title, bundle } of LINTS.flatMap(({ reported, accepted }) => [...reported, ...accepted])) {
      const read = readDocument(bundle)
      assert.ok(read.ok)
      assert.equal(validate(read.value), true, `${title}: ${JSON.stringify(validate.errors)}`)
    }
    for (const wrong of [{}, { version: 'v2' }, { version: 'v1', rule: [] }, { version: 'v1', rules: [{ id: 'r' }] }]) {
      assert.equal(validate(wrong), false, JSON.stringify(wrong))
    }
  })
})
