// `sallyport policy test`: holds bundles against the cases that stand beside them.
import { readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type CaseResult, parseCases, testBundle } from '@sallyport/core'
import { Command } from 'commander'
import { Refusal } from '../refusal.ts'
import { invalidFile, readMatcher, readText } from './policy-files.ts'

interface TestFlags {
  readonly bundle?: string
  readonly json?: boolean
}

const TEST_FILE = /\.policy\.test\.(ya?ml|json)$/

const HELP = `
A test file is a list of cases:

  policy: clerk.policy.yaml        # relative to the test file; \`x.policy.yaml\` for \`x.policy.test.yaml\` where absent
  cases:
    - name: clerks delete nothing
      action: { agent: clerk, action: delete:user, ts: "2026-01-01T23:00:00Z" }
      expect: DENY                 # or { decision: DENY, rule: no-deletes, code: rule }

Where a case does not say, the tenant is \`default\`, the agent \`agent\` and the time 2026-01-01T12:00:00Z, a Thursday.

Exit codes: 0 all passed, 1 some failed, 2 a file could not be read or is not valid`

/** The command. */
export function testCommand(): Command {
  return new Command('test')
    .description('run the cases of `*.policy.test.yaml` files')
    .argument('<paths...>', 'test files, or directories that are searched for them')
    .option('--bundle <file>', 'hold this bundle against the cases, whichever they name')
    .option('--json', 'one JSON object a case')
    .addHelpText('after', HELP)
    .action(testAll)
}

function testAll(paths: readonly string[], flags: TestFlags): void {
  const files = paths.flatMap(testFiles)
  if (files.length === 0) throw new Refusal('bad_settings', 'there is no `*.policy.test.yaml` in these directories')
  const results = files.flatMap((file) => testFile(file, flags))
  const failed = results.filter(({ passed }) => !passed).length
  if (failed > 0) process.exitCode = 1
  if (flags.json !== true) console.log(`${results.length - failed} passed, ${failed} failed`)
}

function testFiles(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path]
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
    return names
      .filter((name) => TEST_FILE.test(name) && !name.includes('node_modules'))
      .sort()
      .map((name) => join(path, name))
  } catch (error) {
    throw new Refusal('bad_settings', `\`${path}\` cannot be read: ${(error as Error).message}`)
  }
}

function testFile(file: string, flags: TestFlags): readonly CaseResult[] {
  const parsed = parseCases(readText(file), { file })
  if (!parsed.ok) throw invalidFile(file, parsed.errors)
  const named = parsed.policy === null ? file.replace(/\.test(\.\w+)$/, '$1') : resolve(dirname(file), parsed.policy)
  if (named === file && flags.bundle === undefined) {
    throw new Refusal('bad_settings', `\`${file}\` names no policy: add \`policy: FILE\`, or give --bundle`)
  }
  const results = testBundle(readMatcher(flags.bundle ?? named), parsed.cases)
  for (const result of results) {
    if (flags.json) console.log(JSON.stringify({ file, ...result }))
    else console.log(describe(file, result))
  }
  return results
}

function describe(file: string, { name, line, passed, failure }: CaseResult): string {
  return passed ? `ok    ${name}` : `FAIL  ${name} (${file}:${line})\n      ${failure}`
}
