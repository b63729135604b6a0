// The running trajectories that this process knows: loaded once, written in batches, read again before they grow stale.
import { isItemFault } from '../../store/item-fault.ts'
import { openSession, type SessionName } from './open-session.ts'
import { type LiveDeps, STALE_MS, WRITE_MS } from './room.ts'
import type { LiveSession } from './session.ts'
import { syncSessions } from './sync.ts'

/** Trajectories of this process. */
export interface Sessions {
  /** The trajectory as it was within `STALE_MS`; a promise only where the database has to be asked. */
  fresh(wanted: SessionName): LiveSession | Promise<LiveSession>
  /** Resolves when what this session holds is in the database. */
  write(session: LiveSession): Promise<void>
  /** Has it written within `WRITE_MS`. */
  writeSoon(session: LiveSession): void
  /** Reads a trajectory again at its next use. */
  outdate(id: string): void
  /** Writes everything. */
  idle(): Promise<void>
}

/** Most trajectories kept; beyond them those without anything to write make room. */
const MOST_SESSIONS = 5_000

/** Opens the cache. */
export function openSessions(deps: LiveDeps): Sessions {
  const known = new Map<string, LiveSession | Promise<LiveSession>>()
  const writer = openWriter(deps)
  const dirty = new Set<LiveSession>()
  let timer: NodeJS.Timeout | null = null

  const load = (key: string, wanted: SessionName): Promise<LiveSession> => {
    if (known.size >= MOST_SESSIONS) makeRoom(known, dirty)
    const loading = openSession(deps, wanted).then(
      (session) => {
        known.set(key, session)
        return session
      },
      (error: unknown) => {
        known.delete(key)
        throw error
      },
    )
    known.set(key, loading)
    return loading
  }
  const readAgain = async (key: string, wanted: SessionName, session: LiveSession): Promise<LiveSession> => {
    if (!session.ended) await writer.write(session)
    if (!session.ended) return session
    return known.get(key) === session ? load(key, wanted) : (known.get(key) ?? load(key, wanted))
  }
  const writeDirty = async (): Promise<void> => {
    timer = null
    const sessions = [...dirty]
    dirty.clear()
    const results = await Promise.allSettled(sessions.map(writer.write))
    results.forEach((result, n) => {
      if (result.status === 'fulfilled') return
      deps.failed(result.reason)
      writeSoon(sessions[n] as LiveSession)
    })
  }
  const writeSoon = (session: LiveSession): void => {
    dirty.add(session)
    timer ??= setTimeout(() => void writeDirty(), WRITE_MS)
  }
  return {
    fresh(wanted) {
      const key = `${wanted.tenant}\0${wanted.agent}\0${wanted.name}`
      const found = known.get(key)
      if (found === undefined) return load(key, wanted)
      if (found instanceof Promise) return found
      if (!found.ended && deps.steady() - found.synced < STALE_MS) return found
      return readAgain(key, wanted, found)
    },
    write: writer.write,
    writeSoon,
    outdate(id) {
      for (const session of known.values()) {
        if (!(session instanceof Promise) && session.id === id) session.synced = Number.NEGATIVE_INFINITY
      }
    },
    async idle() {
      if (timer !== null) clearTimeout(timer)
      const sessions = [...dirty]
      dirty.clear()
      timer = null
      await Promise.all(sessions.map(writer.write))
    },
  }
}

interface Queue {
  waiting: Set<LiveSession>
  next: Promise<Failures> | null
  running: Promise<unknown>
}

type Failures = ReadonlyMap<LiveSession, unknown>

// One transaction per tenant at a time; whoever comes meanwhile shares the next one.
function openWriter(deps: LiveDeps): { readonly write: (session: LiveSession) => Promise<void> } {
  const queues = new Map<string, Queue>()
  return {
    async write(session) {
      const { tenant } = session
      const queue = queues.get(tenant) ?? { waiting: new Set(), next: null, running: Promise.resolve() }
      queues.set(tenant, queue)
      queue.waiting.add(session)
      queue.next ??= queue.running.then(() => {
        const group = [...queue.waiting]
        queue.waiting = new Set()
        queue.running = queue.next ?? Promise.resolve()
        queue.next = null
        return syncEach(deps, tenant, group)
      })
      const failures = await queue.next
      if (failures.has(session)) throw failures.get(session)
    },
  }
}

/**
 * Writes the sessions; gives those that could not be. One that made room while an action of it was running is known twice
 * afterwards. INVARIANT: one transaction takes in each only once, since it adds to the row as it was read.
 */
async function syncEach(deps: LiveDeps, tenant: string, group: readonly LiveSession[]): Promise<Failures> {
  const once = new Map(group.map((session) => [session.id, session]))
  const failures = await syncOrHalve(deps, tenant, [...once.values()])
  if (once.size === group.length) return failures
  const again = group.filter((session) => once.get(session.id) !== session)
  return new Map([...failures, ...(await syncEach(deps, tenant, again))])
}

/** Writes them in one transaction, if that can be. INVARIANT: one of them never fails the others; halving finds it. */
async function syncOrHalve(deps: LiveDeps, tenant: string, group: readonly LiveSession[]): Promise<Failures> {
  try {
    await syncSessions(deps, tenant, group)
    return NO_FAILURES
  } catch (error) {
    if (group.length === 1 || !isItemFault(error)) return new Map(group.map((session) => [session, error]))
    const half = group.length >> 1
    const first = await syncOrHalve(deps, tenant, group.slice(0, half))
    return new Map([...first, ...(await syncOrHalve(deps, tenant, group.slice(half)))])
  }
}

const NO_FAILURES: Failures = new Map()

function makeRoom(known: Map<string, LiveSession | Promise<LiveSession>>, dirty: ReadonlySet<LiveSession>): void {
  for (const [key, session] of known) {
    if (session instanceof Promise || dirty.has(session) || session.unwritten.steps.length > 0) continue
    known.delete(key)
    if (known.size < MOST_SESSIONS * 0.9) return
  }
}
