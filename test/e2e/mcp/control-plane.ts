// A control plane of its own for one test: on a fresh database of the test server.
import { createDatabase } from '../../conformance/postgres.ts'
import { type ControlPlane, openPlane } from './plane.ts'

export type { ControlPlane } from './plane.ts'

/** Starts one with `bundle` as its policy. */
export async function startControlPlane(bundle: string): Promise<ControlPlane> {
  const { close, remove, ...plane } = await openPlane(bundle, await createDatabase())
  return { ...plane, close: () => close().finally(remove) }
}
