// The values behind commitments: each still opens its commitment, or was destroyed.
import { commitment } from '@sallyport/core'
import type { Tx } from '../store/database.ts'
import type { LogRow } from './queries.ts'
import { sha256 } from './sha256.ts'
import type { Findings } from './verification.ts'
import type { IntactEntry } from './verify-entries.ts'

/** Compares the disclosures of intact entries with the commitments in them. */
export async function verifyDisclosures(
  tx: Tx,
  log: LogRow,
  entries: readonly IntactEntry[],
  findings: Findings,
): Promise<void> {
  const committed = entries.filter(({ content }) => Object.keys(content.commitments).length > 0)
  if (committed.length === 0) return
  const ids = committed.map(({ content }) => content.id)
  const rows = await tx.selectFrom('disclosures').selectAll().where('leaf_id', 'in', ids).execute()
  const kept = new Map(rows.map((row) => [`${row.leaf_id} ${row.name}`, row]))
  for (const { index, content } of committed) {
    for (const [name, said] of Object.entries(content.commitments)) {
      const row = kept.get(`${content.id} ${name}`)
      const place = { log: log.origin, index, id: content.id }
      if (row === undefined) {
        const message = `\`${name}\` of leaf ${index} (\`${content.id}\`) was destroyed`
        findings.add({ ...place, outcome: 'erased', code: 'disclosure_erased', message })
      } else if (commitment(row, sha256) !== said) {
        const message = `\`${name}\` of leaf ${index} (\`${content.id}\`) was changed`
        findings.add({ ...place, outcome: 'tampered', code: 'disclosure_changed', message })
      }
    }
  }
}
