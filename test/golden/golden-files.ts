// Which golden files an area reads: those in its folder, and those named in `SALLYPORT_GOLDEN` that carry its format.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** A golden file: its name for test titles, and its content. */
export interface GoldenFile<T> {
  readonly name: string
  readonly content: T
}

/** The files of `area` whose `format` begins with `format`; a file of the area with another format is an error. */
export function goldenFiles<T extends { readonly format: string }>(area: string, format: string): GoldenFile<T>[] {
  const folder = join(import.meta.dirname, area)
  const own = readdirSync(folder)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .sort()
  const mine = own.map((name) => readGolden<T>(join(folder, name)))
  const stranger = mine.find(({ content }) => !content.format?.startsWith(format))
  if (stranger) throw new Error(`${stranger.name} in test/golden/${area} is no \`${format}\` file`)
  const named = (process.env.SALLYPORT_GOLDEN ?? '').split(',').filter((path) => path !== '')
  return [
    ...mine,
    ...named.map((path) => readGolden<T>(path)).filter(({ content }) => content.format?.startsWith(format)),
  ]
}

function readGolden<T>(path: string): GoldenFile<T> {
  const bytes = readFileSync(path)
  const text = path.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8')
  return { name: basename(path), content: JSON.parse(text) as T }
}
