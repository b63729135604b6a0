import type { Principal } from '../access/principal.ts'
import type { Room } from './room.ts'
export async function visibleTools(_room: Room, _by: Principal, names: readonly string[]): Promise<readonly string[]> {
  return names
}
