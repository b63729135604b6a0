// One item inside a transaction of the slow path, which is rolled back and decided again where the item was not done.
import type { Tx } from '../store/database.ts'
import { AGAIN, Raced } from './again.ts'
import { commitItems, type Item } from './commit.ts'
import type { Room } from './room.ts'

/** Commits one item in the caller's transaction, or rolls it back to decide again. */
export async function commitOrRaise(room: Room, tx: Tx, tenant: string, item: Item): Promise<void> {
  const [result] = await commitItems(tx, tenant, room.now(), [item])
  if (result?.kind === 'stale') throw new Raced({ again: true, epoch: result.epoch })
  if (result?.kind !== 'done') throw new Raced(AGAIN)
}
