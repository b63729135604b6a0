// What the compiler cannot check: sizes, names, arrows between rooms, registered files, words that do not belong here.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, normalize } from 'node:path'
import { describe, test } from 'node:test'

const LONGEST_FILE = 300
const LONGEST_FUNCTION = 70
const MEDIAN_FILE = 75
const FORBIDDEN_NAMES = /(^|\/)(utils?|helpers?|common|shared|misc|lib)(\/|\.[a-z]+$)/

/** Rooms of core, lowest first: a room may import from those before it. */
const CORE_ROOMS = [
  'ledger',
  'policy',
  'approval',
  'agent',
  'budget',
  'trajectory',
  'action',
  'evaluation',
  'release',
  'rollout',
  'monitor',
  'report',
]

/** Rooms of the control plane, lowest first. */
const CONTROL_PLANE_ROOMS = [
  'store',
  'ledger',
  'access',
  'policy',
  'approval',
  'agent',
  'budget',
  'trajectory',
  'action',
  'evaluation',
  'release',
  'report',
  'monitor',
  'http',
  'mcp',
  'cli',
]

/** A room's `routes.ts` is HTTP and is registered by `http`, so it may know the application's type. */
const ROUTES_MAY_IMPORT = ['packages/sallyport/src/http/app-type.ts']

const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && existsSync(path))
const code = tracked.filter((path) => /\.(ts|mjs)$/.test(path) && !path.endsWith('.d.ts'))
const sources = code.filter((path) => !/\.(test|conformance|generated)\.ts$/.test(path))
const read = (path: string): string => readFileSync(path, 'utf8')
const lines = (path: string): number => read(path).split('\n').length - 1

describe('tidy', () => {
  test('no file is longer than 300 lines', () => {
    const long = code.filter((path) => !path.includes('.generated.')).filter((path) => lines(path) > LONGEST_FILE)
    assert.deepEqual(long, [])
  })

  test('the median source file stays near 60 lines', () => {
    const sizes = sources.map(lines).sort((a, b) => a - b)
    const median = sizes[Math.floor(sizes.length / 2)] ?? 0
    assert.ok(median <= MEDIAN_FILE, `the median is ${median} lines`)
  })

  test('no function is longer than 70 lines', () => {
    const logic = sources.filter((path) => !path.includes('/migrations/')) // a migration is SQL text
    assert.deepEqual(logic.flatMap(longFunctions), [])
  })

  test('no file or folder is named after nothing', () => {
    assert.deepEqual(
      tracked.filter((path) => FORBIDDEN_NAMES.test(path)),
      [],
    )
  })

  test('files are named in kebab-case', () => {
    assert.deepEqual(
      code.filter((path) => !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(basename(path))),
      [],
    )
  })

  test('no log, profile or dump is kept', () => {
    assert.deepEqual(
      tracked.filter((path) => /\.(log|cpuprofile|heapprofile|heapsnapshot|data|map|pid)$/.test(path)),
      [],
    )
  })

  test('every source file opens by saying what it is for', () => {
    assert.deepEqual(
      sources.filter((path) => !/^(#!.*\n)?\/\/ \S/.test(read(path))),
      [],
    )
  })

  test('every export of a package has a doc line', () => {
    assert.deepEqual(sources.filter((path) => path.startsWith('packages/')).flatMap(undocumentedExports), [])
  })

  test('arrows between rooms point down', () => {
    assert.deepEqual(
      [
        ...upwardArrows('packages/core/src', CORE_ROOMS),
        ...upwardArrows('packages/sallyport/src', CONTROL_PLANE_ROOMS),
      ],
      [],
    )
  })

  test("no room uses another room's queries", () => {
    const rooms = sources.filter((path) => path.startsWith('packages/'))
    const borrowed = rooms.flatMap((path) =>
      importsOf(path)
        .filter((target) => /\/queries(-[a-z-]+)?\.ts$/.test(target) && roomOf(target) !== roomOf(path))
        .map((target) => `${path} → ${target}`),
    )
    assert.deepEqual(borrowed, [])
  })

  test('core imports nothing of Node', () => {
    const core = sources.filter((path) => path.startsWith('packages/core/src'))
    assert.deepEqual(
      core.filter((path) => /from 'node:|Date\.now\(|new Date\(\)|Math\.random\(/.test(read(path))),
      [],
    )
  })

  test('every migration is registered', () => {
    const registered = read('packages/sallyport/src/store/migrations.ts')
    const migrations = tracked.filter((path) => /store\/migrations\/\d{4}-[a-z]+\.ts$/.test(path))
    assert.deepEqual(
      migrations.filter((path) => !registered.includes(`'${basename(path, '.ts')}'`)),
      [],
    )
  })

  test('every definition is registered in the index of its room', () => {
    const definitions = sources.filter((path) =>
      /core\/src\/(policy\/lints|agent\/lints|trajectory\/importers|evaluation\/endpoints|action\/detectors)\/[a-z0-9-]+\.ts$/.test(
        path,
      ),
    )
    const missing = definitions.filter((path) => {
      const index = join(dirname(path), 'index.ts')
      return path !== index && !read(index).includes(`./${basename(path)}`)
    })
    assert.ok(definitions.length > 0)
    assert.deepEqual(missing, [])
  })

  test('nothing is left for later, skipped or switched off without a reason', () => {
    const mark =
      /\b(TODO|FIXME|XXX)\b|\b(it|test|describe)\.(skip|only|todo)\b|@ts-(ignore|nocheck)|biome-ignore[^:]*:?\s*$/m
    assert.deepEqual(
      code.filter((path) => path !== 'test/tidy.test.ts' && mark.test(read(path))),
      [],
    )
  })

  test('documents name files that exist', () => {
    const documents = tracked.filter((path) => path.endsWith('.md') && !path.startsWith('test/golden/'))
    const missing = documents.flatMap((document) =>
      pathsIn(document)
        .filter((path) => !existsSync(path))
        .map((path) => `${document}: ${path}`),
    )
    assert.deepEqual(missing, [])
  })

  test('the map in ARCHITECTURE.md names every room', () => {
    const map = read('ARCHITECTURE.md')
    const rooms = new Set(
      sources.map((path) => /^packages\/[a-z]+\/src\/([a-z]+)\//.exec(path)?.[1]).filter((room) => room !== undefined),
    )
    assert.deepEqual(
      [...rooms].filter((room) => !map.includes(`\`${room}\``)),
      [],
    )
  })
})

/** Package and room of a file: `packages/<package>/src/<room>`. */
function roomOf(path: string): string {
  return path.split('/').slice(0, 4).join('/')
}

/** Paths in backticks that a document names. */
function pathsIn(document: string): string[] {
  return [...read(document).matchAll(/`((?:packages|test|launch|docs|bench|examples)\/[^`*<\s]+)`/g)].map(
    ([, path]) => path as string,
  )
}

/** Top-level and nested functions whose braces span too many lines, judged by indentation, which the formatter fixes. */
function longFunctions(path: string): string[] {
  const text = read(path).split('\n')
  const found: string[] = []
  text.forEach((line, start) => {
    const head =
      /^(\s*)(export )?(async )?(function\*? [\w$]+|(const|let) [\w$]+ = (async )?\(?.*=> \{$|(async )?[\w$]+\(.*\{$)/.exec(
        line,
      )
    if (!head || /^\s*(if|for|while|switch|describe|test)\b/.test(line)) return
    const end = text.findIndex((other, at) => at > start && other.startsWith(`${head[1]}}`))
    if (end - start + 1 > LONGEST_FUNCTION) found.push(`${path}:${start + 1}`)
  })
  return found
}

function undocumentedExports(path: string): string[] {
  const text = read(path).split('\n')
  const isOpen = (line: string): boolean => /^export (async )?(function|const|class|interface|type|let) \w/.test(line)
  return text.flatMap((line, at) => {
    const before = text[at - 1] ?? ''
    const overload = /^export (async )?function (\w+)/.exec(before)?.[2]
    if (!isOpen(line) || before.trimEnd().endsWith('*/') || (overload && line.includes(overload))) return []
    return [`${path}:${at + 1}`]
  })
}

function importsOf(path: string): string[] {
  return [...read(path).matchAll(/from '(\.{1,2}\/[^']+)'/g)].map(([, target]) =>
    normalize(join(dirname(path), target as string)),
  )
}

/** `store/tables.ts` gathers the rooms' table types, and a room's routes know the type of the application they register on. */
function isDeclaredException(path: string, target: string): boolean {
  if (path.endsWith('/store/tables.ts')) return target.endsWith('/tables.ts')
  return path.endsWith('/routes.ts') && target.endsWith('/http/app-type.ts')
}

function upwardArrows(root: string, order: readonly string[]): string[] {
  const roomOf = (path: string): string | undefined => new RegExp(`^${root}/([a-z]+)/`).exec(path)?.[1]
  const unknown = sources.map(roomOf).filter((room) => room !== undefined && !order.includes(room))
  assert.deepEqual(unknown, [], 'a room that the order does not know')
  return sources
    .filter((path) => path.startsWith(root))
    .flatMap((path) => {
      const from = order.indexOf(roomOf(path) ?? '')
      return importsOf(path)
        .filter((target) => from >= 0 && order.indexOf(roomOf(target) ?? '') > from)
        .filter((target) => !isDeclaredException(path, target))
        .filter((target) => !(path.endsWith('/routes.ts') && ROUTES_MAY_IMPORT.includes(target)))
        .map((target) => `${path} → ${target}`)
    })
}
