// Under which account the embedded PostgreSQL runs: PostgreSQL refuses to run as root.
import { execFileSync, spawnSync } from 'node:child_process'
import { Refusal } from '../refusal.ts'

/** Numeric user and group of a process. */
export interface SystemAccount {
  readonly uid: number
  readonly gid: number
}

/** The account to switch to, or null when the current user may run PostgreSQL itself. Creates `postgres` when root. */
export function postgresAccount(): SystemAccount | null {
  if (process.getuid?.() !== 0) return null
  const found = lookUp('postgres')
  if (found) return found
  spawnSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' })
  spawnSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], { stdio: 'ignore' })
  const account = lookUp('postgres') ?? lookUp('nobody')
  if (account) return account
  throw new Refusal(
    'no_postgres_account',
    'running as root, and no user `postgres` could be made for the embedded database: start as another user, or set DATABASE_URL',
  )
}

function lookUp(name: string): SystemAccount | null {
  try {
    const id = (flag: string): number =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null
  }
}
