// The hash that an approval is bound to: over exactly what will execute, shown or hidden (B2).
import { canonicalJson } from '../ledger/canonical-json.ts'
import { toHex } from '../ledger/hex.ts'
import type { JsonObject, Sha256 } from '../ledger/json.ts'

/** What will execute, and for whom. Names are as they will be executed, not as the policy compares them. */
export interface ActionContent {
  readonly tenant: string
  readonly agent: string
  readonly topic?: string
  readonly action?: string
  readonly tool?: string
  readonly host?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly risk_tags?: readonly string[]
  readonly arguments?: JsonObject
}

/** Canonical JSON (RFC 8785) of the content; risk tags are a set, so neither their order nor a repetition counts. */
export function canonicalContent(content: ActionContent): string {
  const tags = content.risk_tags
  const unsorted = tags !== undefined && tags.length > 1
  return canonicalJson(unsorted ? { ...content, risk_tags: [...new Set(tags)].sort() } : { ...content })
}

/** Lower-case hex SHA-256 over `canonicalContent`. */
export function actionHash(content: ActionContent, sha256: Sha256): string {
  return toHex(sha256(canonicalContent(content)))
}
