// The action gate in process, on the database itself: for a door where no control plane serves, or for the shortest way.
import { mayUse } from '../access/permissions.ts'
import type { Gate } from '../action/gate.ts'
import { localGate } from '../action/local-gate.ts'
import { Refusal } from '../refusal.ts'
import { openRooms, type Rooms } from '../rooms.ts'
import { readSettings, storeSettings } from '../settings.ts'
import { openStore } from '../store/open-store.ts'

/** Connections of one door: it decides in groups, so few are busy at once. */
const CONNECTIONS = 4

/**
 * Opens the store and the rooms, and gives the gate of the principal whose token it is. Throws what authentication
 * throws, and `forbidden` for a principal that may not submit actions.
 */
export async function openDirectGate(flags: Readonly<Record<string, unknown>>, token: string): Promise<Gate> {
  const background = (error: unknown) => console.error(`sallyport: ${String(error)}; trying again`)
  const store = await openStore({ ...storeSettings(readSettings(flags)), poolSize: CONNECTIONS, lost: background })
  try {
    const rooms = await openRooms(store, background)
    const close = async () => {
      await rooms.close()
      await store.close()
    }
    return { ...(await authenticatedGate(rooms, token)), close }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** INVARIANT: the token is looked at again for every step, as over HTTP, so that one that is revoked opens nothing. */
async function authenticatedGate({ access, actions }: Rooms, token: string): Promise<Omit<Gate, 'close'>> {
  const own = async (): Promise<Gate> => {
    const principal = await access.authenticate(token)
    if (mayUse(principal, 'action.submit')) return localGate(actions, principal)
    throw new Refusal('forbidden', `\`${principal.id}\` may not submit actions: use the token of an agent or a service`)
  }
  await own()
  return {
    submit: async (submission) => (await own()).submit(submission),
    dispatch: async (action_id, options) => (await own()).dispatch(action_id, options),
    settle: async (action_id, outcome) => (await own()).settle(action_id, outcome),
    visibleTools: async (names) => (await own()).visibleTools(names),
  }
}
