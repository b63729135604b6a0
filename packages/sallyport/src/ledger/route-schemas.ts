// The shapes of the ledger's HTTP API: they validate, and the OpenAPI document is made from them.
import { z } from 'zod'
import { VERIFICATION_OUTCOMES } from './verification.ts'

const time = z.int().describe('milliseconds since 1970-01-01 UTC')
const leaf = z.strictObject({
  id: z.uuid(),
  thread: z.uuid().describe('id of the action that the leaf is about, or its own id'),
  type: z.string(),
  at: time,
  parents: z.array(z.uuid()).readonly(),
  body: z.record(z.string(), z.unknown()),
  commitments: z.record(z.string(), z.string()).describe('salted SHA-256 of personal values and free text'),
})
const finding = z.strictObject({
  outcome: z.enum(VERIFICATION_OUTCOMES),
  code: z.string(),
  log: z.string(),
  index: z.int().optional(),
  until: z.int().optional(),
  id: z.string().optional(),
  message: z.string(),
})
const log = z.strictObject({
  id: z.int(),
  origin: z.string(),
  year: z.int(),
  shard: z.int(),
  verifier_key: z.string().describe('C2SP signed-note verifier key'),
  size: z.int(),
  open: z.boolean(),
  checkpoint: z.string().nullable(),
})

/** Every schema of the room. */
export const ledgerSchemas = {
  byId: z.strictObject({ id: z.string() }),
  byLog: z.strictObject({ log: z.coerce.number().int().positive() }),
  byTile: z.strictObject({ log: z.coerce.number().int().positive(), '*': z.string() }),
  sizes: z.strictObject({ from: z.coerce.number().int().min(0), to: z.coerce.number().int().min(0) }),
  since: z.strictObject({ since: z.string().max(20_000).describe('signed note of a checkpoint').optional() }),
  record: z
    .strictObject({
      leaf,
      origin: z.string(),
      index: z.int(),
      bytes: z.string().describe('the exact bytes that are hashed, in Base 64'),
      proof: z.string().describe('text of a `.tlog-proof` file (C2SP tlog-proof v1)'),
    })
    .meta({ id: 'LedgerRecord' }),
  timeline: z
    .strictObject({
      leaves: z.array(
        leaf.extend({
          sealed: z.strictObject({ origin: z.string(), index: z.int() }).nullable().describe('null while pending'),
        }),
      ),
    })
    .meta({ id: 'LedgerTimeline' }),
  logs: z.strictObject({ logs: z.array(log) }).meta({ id: 'LedgerLogs' }),
  proof: z.strictObject({ hashes: z.array(z.string()) }).meta({ id: 'LedgerConsistencyProof' }),
  verification: z
    .strictObject({
      outcome: z.enum(VERIFICATION_OUTCOMES),
      records: z.int(),
      logs: z.array(z.strictObject({ origin: z.string(), size: z.int(), records: z.int() })).readonly(),
      findings: z.array(finding).readonly(),
      omitted: z.int().describe('findings beyond the first thousand'),
      pending: z.int().describe('leaves that wait to be sealed; nothing is proven about them yet'),
    })
    .meta({ id: 'LedgerVerification' }),
} as const
