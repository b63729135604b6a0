// The directory that the tour's MCP server works on: made afresh, removed afterwards.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A directory with two notes in it. Paths are relative to it. */
export interface Scratch {
  readonly directory: string
  exists(path: string): boolean
  read(path: string): string
  remove(): void
}

/** Makes the directory. */
export function makeScratch(): Scratch {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-tour-'))
  mkdirSync(join(directory, 'notes'))
  writeFileSync(join(directory, 'notes', 'welcome.md'), '# Welcome\n\nEvery call of this tour is decided first.\n')
  writeFileSync(join(directory, 'notes', 'keep.md'), '# Keep\n\nNobody may move me.\n')
  return {
    directory,
    exists: (path) => existsSync(join(directory, path)),
    read: (path) => readFileSync(join(directory, path), 'utf8'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
