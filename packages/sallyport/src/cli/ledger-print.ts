// What the ledger commands say to people.
import type { TimelineEntry } from '../ledger/timeline.ts'
import type { Verification, VerificationOutcome } from '../ledger/verification.ts'

/** Exit codes: 0 as signed (erased values and explained pruning included), 1 tampered, 2 could not be judged. */
export function exitCodeOf(outcome: VerificationOutcome): number {
  return { ok: 0, erased: 0, pruned: 0, tampered: 1, unverifiable: 2 }[outcome]
}

/** A verification, one line per log and finding, the outcome last. */
export function printVerification(result: Verification, elapsed_ms: number): void {
  for (const { origin, records, size } of result.logs) {
    console.log(`${origin}: ${records} records verified under a checkpoint of ${size}`)
  }
  for (const { outcome, code, log, index, message } of result.findings) {
    console.log(
      `${outcome} ${code}${index === undefined ? '' : ` at ${index}`}${log === '' ? '' : ` of ${log}`}: ${message}`,
    )
  }
  if (result.omitted > 0) console.log(`… and ${result.omitted} more findings`)
  if (result.pending > 0) console.log(`${result.pending} leaves are not sealed yet; nothing is proven about them`)
  const rate = elapsed_ms > 0 ? Math.round((result.records / elapsed_ms) * 1_000) : 0
  console.log(`${result.outcome}: ${result.records} records in ${Math.round(elapsed_ms)} ms (${rate} records/s)`)
}

/** A story, one leaf per paragraph. */
export function printTimeline(story: readonly TimelineEntry[]): void {
  for (const { at, type, sealed, id, parents, body, commitments } of story) {
    const place = sealed === null ? 'not sealed yet' : `#${sealed.index} of ${sealed.origin}`
    console.log(`${new Date(at).toISOString()}  ${type}  (${place})`)
    console.log(`    leaf ${id}${parents.length > 0 ? `, after ${parents.join(', ')}` : ''}`)
    for (const [name, value] of Object.entries(body)) console.log(`    ${name}: ${shorten(value)}`)
    for (const name of Object.keys(commitments)) console.log(`    ${name}: (committed to, not shown)`)
  }
}

const WIDEST = 160

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text
}
