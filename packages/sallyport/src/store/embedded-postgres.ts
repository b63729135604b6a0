// The embedded PostgreSQL: a real server from the npm registry, found again after a crash, started when it is down (M1).
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../refusal.ts'
import { clusterHome, SYSTEM_HOME, socketDirectory } from './cluster-home.ts'
import { type PostgresBinaries, postgresBinaries } from './postgres-binaries.ts'
import { postgresAccount, type SystemAccount } from './system-account.ts'

/** How to connect to a PostgreSQL server as one login. */
export interface Connection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** The cluster's owner. */
  readonly connection: Connection
  /** True when this process started the server, false when it was found running. */
  readonly started: boolean
  /** Process id of the postmaster, or null when it is down. */
  pid(): number | null
  /** Starts the server again if it died. */
  revive(): Promise<void>
  /** Stops the server in order; data stays. Returns at once when it is down already. */
  stop(): Promise<void>
}

interface Cluster {
  readonly data: string
  readonly log: string
  readonly sockets: string
  readonly password: string
  readonly account: SystemAccount | null
  readonly programs: PostgresBinaries
}

const START_ATTEMPTS = 20

/** Starts the cluster in `directory`, creating it on first use, or attaches to its running server. */
export async function startEmbeddedPostgres(directory: string): Promise<EmbeddedPostgres> {
  const cluster = locate(resolve(directory))
  if (!isInitialised(cluster)) initialise(cluster)
  const started = await ensureRunning(cluster)
  return {
    connection: {
      host: cluster.sockets,
      port: 5432,
      user: 'sallyport',
      password: cluster.password,
      database: 'postgres',
    },
    started,
    pid: () => postmasterPid(cluster),
    revive: async () => {
      if (postmasterPid(cluster) === null) await ensureRunning(cluster)
    },
    stop: async () => {
      if (postmasterPid(cluster) !== null)
        run(cluster, 'pg_ctl', ['stop', '-D', cluster.data, '-m', 'fast', '-w', '-s'])
    },
  }
}

function locate(directory: string): Cluster {
  const account = postgresAccount()
  const programs = postgresBinaries(account, join(SYSTEM_HOME, 'postgres'))
  const { home, password } = clusterHome(directory, account)
  const sockets = socketDirectory(home, account)
  return { data: join(home, 'data'), log: join(home, 'postgres.log'), sockets, password, account, programs }
}

/** `initdb` writes PG_VERSION early, so the settings that we append last are what tells a finished cluster. */
function initialise(cluster: Cluster): void {
  rmSync(cluster.data, { recursive: true, force: true })
  const passwordFile = `${cluster.data}.password`
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 })
  if (cluster.account) chownSync(passwordFile, cluster.account.uid, cluster.account.gid)
  const args = ['-D', cluster.data, '-U', 'sallyport', '-A', 'scram-sha-256', '-E', 'UTF8', '--no-locale']
  run(cluster, 'initdb', [...args, `--pwfile=${passwordFile}`, '--no-instructions'])
  rmSync(passwordFile)
  writeFileSync(join(cluster.data, 'postgresql.auto.conf'), settings(cluster), { flag: 'a' })
}

function isInitialised(cluster: Cluster): boolean {
  const file = join(cluster.data, 'postgresql.auto.conf')
  return existsSync(file) && readFileSync(file, 'utf8').includes('unix_socket_directories')
}

/** No TCP at all: the socket's directory is open to its owner only. */
function settings(cluster: Cluster): string {
  const quoted = `'${cluster.sockets.replaceAll("'", "''")}'`
  return `listen_addresses = ''\nunix_socket_directories = ${quoted}\nmax_connections = 200\n`
}

async function ensureRunning(cluster: Cluster): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    if (postmasterPid(cluster) !== null && isAccepting(cluster)) return false
    const error = tryRun(cluster, 'pg_ctl', ['start', '-D', cluster.data, '-l', cluster.log, '-w', '-s', '-t', '60'])
    if (error === null) return true
    // Another process is starting it, or the backends of a killed postmaster are still leaving.
    if (attempt === START_ATTEMPTS) throw new Refusal('postgres_start', `${error}; see \`${cluster.log}\``)
    await sleep(250)
  }
}

function isAccepting(cluster: Cluster): boolean {
  const lines = readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n')
  return lines[7]?.trim() === 'ready'
}

function postmasterPid(cluster: Cluster): number | null {
  try {
    const pid = Number(readFileSync(join(cluster.data, 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    return pid
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 0 : null
  }
}

function run(cluster: Cluster, program: keyof PostgresBinaries, args: string[]): void {
  const error = tryRun(cluster, program, args)
  if (error !== null) throw new Refusal('postgres_start', error)
}

function tryRun(cluster: Cluster, program: keyof PostgresBinaries, args: string[]): string | null {
  const done = spawnSync(cluster.programs[program], args, {
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', program === 'initdb' ? 'pipe' : 'ignore'],
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' },
    ...(cluster.account ?? {}),
  })
  if (done.status === 0) return null
  const said = done.error?.message ?? done.stderr?.trim() ?? ''
  return `embedded postgresql: \`${program} ${args[0]}\` failed (${done.signal ?? done.status})${said ? `: ${said}` : ''}`
}
