// A person's look at what is to be approved is itself recorded: who saw the arguments, and when (D4).
import type { LeafInput } from '@sallyport/core'
import type { Principal } from '../access/principal.ts'
import { record } from '../ledger/record.ts'
import { uuidv7 } from '../ledger/uuid.ts'
import type { Tx } from '../store/database.ts'
import type { HeldApproval } from './held-approval.ts'
import type { ApprovalClock } from './hold.ts'

/** Records that `reader` was shown `held`, in the transaction that read it. */
export async function recordView(clock: ApprovalClock, tx: Tx, reader: Principal, held: HeldApproval): Promise<void> {
  const at = clock.now()
  const leaf: LeafInput = {
    id: uuidv7(at, clock.random),
    type: 'approval.viewed',
    thread: held.action_id,
    parents: [held.last_leaf],
    at,
    body: { approval: held.id, by: reader.id },
  }
  await record(tx, reader.tenant, [leaf], clock.random)
}
