// For tests: runs the `sallyport` command as a process of its own, on files in a scratch directory.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** What became of a command. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How a command is run. */
export interface RunOptions {
  readonly stdin?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
  /** Closes standard output after the first piece, as `head` does. */
  readonly hang_up?: boolean
}

/** Files for a test, in a directory that `remove` deletes. */
export interface Scratch {
  /** Writes a file and gives its path. */
  file(name: string, content: string | Buffer): string
  path(name: string): string
  remove(): void
}

/** A scratch directory. */
export function openScratch(): Scratch {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-cli-'))
  const path = (name: string): string => join(directory, name)
  return {
    path,
    file(name, content) {
      writeFileSync(path(name), content)
      return path(name)
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}

/** Runs `sallyport` with these arguments to its end. */
export function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, SALLYPORT_URL: '', SALLYPORT_TOKEN: '', ...options.env },
    stdio: 'pipe',
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece
    if (options.hang_up) child.stdout.destroy()
  })
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece
  })
  // The command may end before it has read everything.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.stdin ?? '')
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, stdout, stderr }))
  })
}
