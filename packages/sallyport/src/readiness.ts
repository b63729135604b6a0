// What `/readyz` looks at: the database now, and whether the sequencer has been failing lately.
import { sql } from 'kysely'
import type { Check, ReadinessChecks } from './http/health.ts'
import type { Database } from './store/database.ts'

/** A sequencer that failed within this time is not ready; its loop tries again several times in it. */
const RECENT_MS = 15_000

/** Remembers failures of a loop. */
export interface FailureMemory {
  /** To be called for each failure. */
  readonly failed: () => void
  /** Whether there was none lately. */
  check(): Check
}

/** A memory that forgets after fifteen seconds. */
export function failureMemory(now: () => number): FailureMemory {
  let last: number | null = null
  return {
    failed() {
      last = now()
    },
    check() {
      const ok = last === null || now() - last > RECENT_MS
      return { ok, detail: ok ? 'sealing' : 'the last rounds failed; the log says why' }
    },
  }
}

/** The checks of a control plane. */
export function readiness(db: Database, sequencer: FailureMemory): ReadinessChecks {
  return async () => ({ database: await databaseCheck(db), sequencer: sequencer.check() })
}

async function databaseCheck(db: Database): Promise<Check> {
  try {
    await sql`select 1`.execute(db)
    return { ok: true, detail: 'reachable' }
  } catch {
    return { ok: false, detail: 'unreachable' }
  }
}
