// The approval room's SQL for approvals and their votes.
import { canonicalJson, type JsonObject } from '@sallyport/core'
import { type Selectable, sql } from 'kysely'
import type { Tx } from '../store/database.ts'
import type { HeldApproval, RecordedVote } from './held-approval.ts'
import type { ApprovalsTable } from './tables.ts'

/** Which approvals to list. */
export interface ApprovalFilter {
  /** Only those of this requester. */
  readonly requester?: string
  readonly status?: ApprovalsTable['status']
  /** Only those older than the approval with this id. */
  readonly before?: string
  readonly limit: number
}

/** What an insert needs; the row starts at version 1 and open. */
export type NewApproval = Omit<HeldApproval, 'votes' | 'version' | 'closed' | 'consumed_at'>

/** One approval by id. `lock` keeps it as it is until the transaction ends. */
export async function findApproval(
  tx: Tx,
  tenant: string,
  id: string,
  lock = false,
): Promise<HeldApproval | undefined> {
  const row = await tx
    .selectFrom('approvals')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row === undefined ? undefined : (await withVotes(tx, tenant, [row]))[0]
}

/** The approval that an identical call of this requester would join. */
export async function findOpenApproval(
  tx: Tx,
  tenant: string,
  requester: string,
  action_hash: string,
): Promise<HeldApproval | undefined> {
  const row = await tx
    .selectFrom('approvals')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('requester', '=', requester)
    .where('action_hash', '=', action_hash)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return row === undefined ? undefined : (await withVotes(tx, tenant, [row]))[0]
}

/** Approvals, newest first. */
export async function listApprovals(tx: Tx, tenant: string, filter: ApprovalFilter): Promise<HeldApproval[]> {
  let query = tx.selectFrom('approvals').selectAll().where('tenant_id', '=', tenant)
  if (filter.requester !== undefined) query = query.where('requester', '=', filter.requester)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  return withVotes(tx, tenant, await query.orderBy('id', 'desc').limit(filter.limit).execute())
}

/** Open approvals whose time is over. */
export async function overdueApprovals(tx: Tx, tenant: string, now: Date, limit: number): Promise<HeldApproval[]> {
  const rows = await tx
    .selectFrom('approvals')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('closed_at', 'is', null)
    .where('status', 'in', ['pending', 'granted'])
    .where('expires_at', '<=', now)
    .limit(limit)
    .execute()
  return withVotes(tx, tenant, rows)
}

/** Inserts an approval; false where the requester has an open one for the identical action. */
export async function insertApproval(tx: Tx, approval: NewApproval): Promise<boolean> {
  const { tenant, demand, shown, created_at, expires_at, ...columns } = approval
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('approvals')
    .values({
      ...columns,
      tenant_id: tenant,
      demand: sql`${JSON.stringify(demand)}::json`,
      shown: Buffer.from(canonicalJson(shown)),
      version: 1,
      created_at: new Date(created_at),
      expires_at: new Date(expires_at),
      consumed_at: null,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** What a change of an approval writes. */
export interface ApprovalChange {
  readonly status: ApprovalsTable['status']
  readonly last_leaf: string
  /** Closes it: no identical call joins it any more. */
  readonly closed_at: Date | null
}

/** Changes an approval that is still open and at `version`; false where it is not. */
export async function changeApproval(
  tx: Tx,
  tenant: string,
  id: string,
  version: number,
  change: ApprovalChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('approvals')
    .set({ ...change, version: version + 1 })
    .where('tenant_id', '=', tenant)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Inserts a vote; false where the person has voted on this approval. */
export async function insertVote(tx: Tx, tenant: string, approval_id: string, vote: RecordedVote): Promise<boolean> {
  const { roles, voted_at, ...columns } = vote
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('approval_votes')
    .values({ ...columns, tenant_id: tenant, approval_id, roles: [...roles], voted_at: new Date(voted_at) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Tells whoever waits for this approval; delivered when the transaction commits. */
export async function announceApproval(tx: Tx, id: string): Promise<void> {
  await sql`select pg_notify('approval', ${id})`.execute(tx)
}

async function withVotes(tx: Tx, tenant: string, rows: readonly Selectable<ApprovalsTable>[]): Promise<HeldApproval[]> {
  if (rows.length === 0) return []
  const votes = await tx
    .selectFrom('approval_votes')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where(
      'approval_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('voted_at')
    .execute()
  return rows.map((row) => {
    const { tenant_id, closed_at, shown, created_at, expires_at, consumed_at, ...same } = row
    const own = votes.filter((vote) => vote.approval_id === row.id)
    return {
      ...same,
      tenant: tenant_id,
      shown: JSON.parse(Buffer.from(shown).toString('utf8')) as JsonObject,
      votes: own.map(({ person, roles, verdict, reason, voted_at }) => {
        return { person, roles, verdict, reason, voted_at: voted_at.getTime() }
      }),
      created_at: created_at.getTime(),
      expires_at: expires_at.getTime(),
      consumed_at: consumed_at?.getTime() ?? null,
      closed: closed_at !== null,
    }
  })
}
