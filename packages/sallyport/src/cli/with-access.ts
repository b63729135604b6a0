// Opens the access room on the store for one command, and closes both whatever happens.
import { randomBytes } from 'node:crypto'
import { type AccessService, openAccess } from '../access/service.ts'
import { withStore } from './with-store.ts'

/** Who the ledger names for what the command line does: whoever can open the database. */
export const OPERATOR = 'operator'

/** Runs `work` with the access room of the store that `flags` and the environment name. */
export function withAccess<T>(
  flags: Readonly<Record<string, unknown>>,
  work: (access: AccessService) => Promise<T>,
): Promise<T> {
  return withStore(flags, async (store) => {
    const access = await openAccess({ store, now: Date.now, random: randomBytes })
    try {
      return await work(access)
    } finally {
      await access.close()
    }
  })
}
