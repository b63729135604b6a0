// Checkpoints outside the database: whoever truncates or restores the database cannot take these back (D2).
import { existsSync, readFileSync } from 'node:fs'
import { appendFile, mkdir, open, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readCheckpoint } from '@sallyport/core'
import { Refusal } from '../refusal.ts'

/** Keeps signed heads of logs somewhere that the database's owner cannot rewrite unnoticed. */
export interface PublishedHeads {
  /** The newest published note of `origin`, unverified; null when none was published. */
  latest(origin: string): string | null
  /** Publishes `note` as the head of `origin`; durable when it returns. */
  publish(origin: string, note: string): Promise<void>
}

/**
 * Heads in a directory: `<origin>/heads.jsonl` is only ever appended to, `<origin>/checkpoint` is replaced atomically.
 * A crash between the two leaves a longer history than head, which is a head that is still a prefix.
 */
export function headsDirectory(directory: string): PublishedHeads {
  return {
    latest(origin) {
      const path = join(directory, origin, 'checkpoint')
      if (!existsSync(path)) return null
      const note = readFileSync(path, 'utf8')
      if (readCheckpoint(note)?.origin === origin) return note
      throw new Refusal('published_head', `\`${path}\` is not a checkpoint of \`${origin}\`; restore it from a copy`)
    },
    async publish(origin, note) {
      const place = join(directory, origin)
      await mkdir(place, { recursive: true })
      // The newline in front ends a line that a crash has torn.
      await appendFile(join(place, 'heads.jsonl'), `\n${JSON.stringify({ note })}\n`, { flush: true })
      const fresh = join(place, `checkpoint.${process.pid}`)
      await writeFile(fresh, note, { flush: true })
      await rename(fresh, join(place, 'checkpoint'))
      await syncDirectory(place)
      await syncDirectory(dirname(place))
    },
  }
}

/** Every note ever published for `origin` in `directory`, oldest first; a line torn by a crash is left out. */
export function publishedHistory(directory: string, origin: string): string[] {
  const path = join(directory, origin, 'heads.jsonl')
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [(JSON.parse(line) as { note: string }).note]
      } catch {
        return []
      }
    })
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
