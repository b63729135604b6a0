// `npm test`: the checks, then every test file, against one shared PostgreSQL; closes with `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { startTestServer } from './conformance/test-server.ts'

const PATTERNS = ['packages/*/src/**/*.test.ts', 'launch/*.test.ts', 'test/**/*.test.ts', 'examples/**/*.test.ts']

/** A test file that hangs is a failure, not a wait. */
const FILE_TIMEOUT_MS = 300_000

/** Files at once: one for each core of a small machine. */
const AT_ONCE = 2

interface Count {
  passed: number
  failed: number
}

function staticChecks(): boolean {
  return spawnSync(process.execPath, ['test/check.ts', '--static'], { stdio: 'inherit' }).status === 0
}

async function runFiles(files: string[]): Promise<Count> {
  const count: Count = { passed: 0, failed: 0 }
  const server = await startTestServer()
  const temporary = mkdtempSync(join(tmpdir(), 'sallyport-run-'))
  process.env.SALLYPORT_TEST_SERVER = JSON.stringify(server.connection)
  process.env.SALLYPORT_MEMORY_TEMPLATE = join(temporary, 'memory-store.tar')
  const waiting = [...files]
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await runFile(file, count)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  await server.remove()
  rmSync(temporary, { recursive: true })
  return count
}

/** Runs one file in a process of its own and prints its report in one piece; a file that hangs is ended and counts as failed. */
async function runFile(file: string, count: Count): Promise<void> {
  const overdue = AbortSignal.timeout(FILE_TIMEOUT_MS)
  const events = run({ files: [file], signal: overdue })
  events.on('test:pass', (event) => void (event.details.type !== 'suite' && !event.skip && count.passed++))
  events.on('test:fail', (event) => void (event.details.type !== 'suite' && count.failed++))
  let report = `\n── ${file}\n`
  for await (const text of events.compose(new spec())) report += text
  process.stdout.write(overdue.aborted ? `${report}ended after ${FILE_TIMEOUT_MS} ms: it hung\n` : report)
}

const wanted = process.argv.slice(2)
const files =
  wanted.length > 0 ? wanted : globSync(PATTERNS, { exclude: (path) => path.includes('node_modules') }).sort()
const checksPassed = wanted.length > 0 || staticChecks()
const count = await runFiles(files)
if (!checksPassed) console.log('the static checks failed: see the top of this output')
console.log(`${count.passed + (checksPassed ? 1 : 0)} passed, ${count.failed + (checksPassed ? 0 : 1)} failed`)
process.exit(count.failed > 0 || !checksPassed || count.passed === 0 ? 1 : 0)
