// The rooms of the control plane put together on one store, for the server and for doors that run in process.
import { randomBytes } from 'node:crypto'
import { type AccessService, openAccess } from './access/service.ts'
import { type ApprovalService, openApprovals } from './approval/service.ts'
import { openPolicy, type PolicyService } from './policy/service.ts'
import type { Store } from './store/database.ts'
import { unwind } from './unwind.ts'

/** Every room, open. */
export interface Rooms {
  readonly access: AccessService
  readonly policy: PolicyService
  readonly approvals: ApprovalService
  /** Closes the rooms; the store stays open. */
  close(): Promise<void>
}

/** Opens the rooms. `failed` hears of what goes wrong in the background and is tried again. */
export async function openRooms(store: Store, failed: (error: unknown) => void): Promise<Rooms> {
  const opened = unwind()
  const clock = { store, now: Date.now, random: randomBytes }
  try {
    const access = await openAccess(clock)
    opened.add(access.close)
    const policy = await openPolicy({ ...clock, failed })
    opened.add(policy.close)
    const approvals = await openApprovals(clock)
    opened.add(approvals.shut)
    return { access, policy, approvals, close: opened.run }
  } catch (error) {
    await opened.run()
    throw error
  }
}
