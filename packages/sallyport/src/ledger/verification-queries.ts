// SQL of scheduled verifications.
import type { Tx } from '../store/database.ts'
import type { VerificationKind } from './tables.ts'
import type { VerificationOutcome } from './verification.ts'

/** A claim older than this whose verification never finished belongs to a replica that died. */
const ABANDONED_MS = 6 * 3_600_000

/** Claims one period; false where another replica has it, or it is done. */
export async function claimPeriod(
  tx: Tx,
  tenant: string,
  kind: VerificationKind,
  period: number,
  now: number,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('ledger_verifications')
    .values({ tenant_id: tenant, kind, period, started_at: new Date(now) })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'kind', 'period'])
        .doUpdateSet({ started_at: new Date(now) })
        .where('ledger_verifications.finished_at', 'is', null)
        .where('ledger_verifications.started_at', '<', new Date(now - ABANDONED_MS)),
    )
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** What a finished verification found. */
export interface FinishedVerification {
  readonly outcome: VerificationOutcome
  readonly records: number
  /** The checkpoint up to which everything was looked at. */
  readonly checkpoint: string
  readonly at: number
}

/** Notes the result of a claimed period. */
export async function finishPeriod(
  tx: Tx,
  kind: VerificationKind,
  period: number,
  result: FinishedVerification,
): Promise<void> {
  const { at, ...found } = result
  await tx
    .updateTable('ledger_verifications')
    .set({ ...found, finished_at: new Date(at) })
    .where('kind', '=', kind)
    .where('period', '=', period)
    .execute()
}

/** The checkpoint of the newest verification that found everything as it was signed. */
export async function lastGoodCheckpoint(tx: Tx): Promise<string | undefined> {
  const row = await tx
    .selectFrom('ledger_verifications')
    .select('checkpoint')
    .where('outcome', 'in', ['ok', 'erased', 'pruned'])
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.checkpoint ?? undefined
}
