// Runs one child in the foreground and passes on the signals that are meant for it.
import { spawn } from 'node:child_process'

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Resolves with the child's exit code, 128 + n where a signal ended it. */
export function runChild(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: 'inherit' })
  for (const signal of PASSED_ON) {
    // A terminal sends Ctrl-C to the child as well, which takes a second one as "at once"; so it is not repeated.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal)))
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)))
  })
}
