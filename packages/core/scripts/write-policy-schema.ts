// Writes schema/policy.schema.json: run it after a change of bundle-schema.ts, and `npm run format` after it.
import { writeFileSync } from 'node:fs'
import { policyJsonSchema } from '../src/policy/policy-schema.ts'

const path = new URL('../schema/policy.schema.json', import.meta.url)
writeFileSync(path, `${JSON.stringify(policyJsonSchema(), null, 2)}\n`)
