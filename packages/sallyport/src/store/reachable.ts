// Whether an account may walk to a path: every directory above it must be open to it.
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SystemAccount } from './system-account.ts'

/** True when `account` may enter every directory above `path`. */
export function isReachable(path: string, account: SystemAccount): boolean {
  for (let at = dirname(path); ; at = dirname(at)) {
    if (!mayEnter(at, account)) return false
    if (at === dirname(at)) return true
  }
}

function mayEnter(directory: string, account: SystemAccount): boolean {
  const { mode, uid, gid } = statSync(directory)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}
