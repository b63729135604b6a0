// Opens the store for one command and closes it again, whatever happens.

import { readSettings, storeSettings } from '../settings.ts'
import { type OpenStore, openStore } from '../store/open-store.ts'

/** Runs `work` on the store that the flags `--dir` and `--database-url` (see `withStoreFlags`) name. */
export async function withStore<T>(
  flags: Readonly<Record<string, unknown>>,
  work: (store: OpenStore) => Promise<T>,
): Promise<T> {
  const store = await openStore({ ...storeSettings(readSettings(flags)), poolSize: 2 })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
