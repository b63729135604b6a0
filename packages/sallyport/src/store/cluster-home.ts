// Where the embedded cluster lives: inside the data directory, or beside it when the postgres account cannot reach that.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isReachable } from './reachable.ts'
import type { SystemAccount } from './system-account.ts'

/** The cluster's whereabouts, remembered in `<data directory>/postgres.json` (mode 0600). */
export interface ClusterHome {
  /** Directory that holds `data/` and the server's log. */
  readonly home: string
  /** Password of the cluster's owner. */
  readonly password: string
}

/** Where everything lives that the postgres account must reach although the data directory is closed to it. */
export const SYSTEM_HOME = '/var/lib/sallyport'

/** Unix socket paths are limited to 107 bytes, and PostgreSQL appends `/.s.PGSQL.5432.lock`. */
const LONGEST_SOCKET_DIRECTORY = 85

/** Reads the cluster's whereabouts, choosing them once. */
export function clusterHome(directory: string, account: SystemAccount | null): ClusterHome {
  mkdirSync(directory, { recursive: true, mode: account ? 0o711 : 0o700 })
  const file = join(directory, 'postgres.json')
  if (!existsSync(file)) {
    const chosen: ClusterHome = {
      home: chooseHome(directory, account),
      password: randomBytes(24).toString('base64url'),
    }
    writeFileSync(file, JSON.stringify(chosen), { mode: 0o600, flag: 'wx' })
  }
  const cluster = JSON.parse(readFileSync(file, 'utf8')) as ClusterHome
  makeOwned(cluster.home, account)
  return cluster
}

/** The directory of the server's socket: in the cluster's home, or a short one where that path would be too long. */
export function socketDirectory(home: string, account: SystemAccount | null): string {
  const inside = join(home, 'run')
  const name = `sallyport-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`
  const directory = inside.length <= LONGEST_SOCKET_DIRECTORY ? inside : join(tmpdir(), name)
  makeOwned(directory, account)
  return directory
}

function chooseHome(directory: string, account: SystemAccount | null): string {
  const inside = join(directory, 'postgres')
  if (!account || isReachable(inside, account)) return inside
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 })
  return join(SYSTEM_HOME, randomUUID())
}

function makeOwned(directory: string, account: SystemAccount | null): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (account) chownSync(directory, account.uid, account.gid)
}
