// `sallyport policy lint`: errors of a bundle with their places, and red flags with what to do about them.
import { formatPolicyError, type LintFinding, lintBundle, type PolicyError, parseBundle } from '@sallyport/core'
import { Command } from 'commander'
import { readText } from './policy-files.ts'

interface Report {
  readonly file: string
  readonly errors: readonly PolicyError[]
  readonly findings: readonly LintFinding[]
}

/** The command. */
export function lintCommand(): Command {
  return new Command('lint')
    .description('report errors and red flags')
    .argument('<bundles...>', 'policy bundles, YAML or JSON')
    .option('--json', 'one JSON object a file')
    .addHelpText('after', '\nExit codes: 0 no errors (warnings may be there), 1 errors, 2 a file could not be read')
    .action(lintAll)
}

function lintAll(files: readonly string[], flags: { readonly json?: boolean }): void {
  for (const report of files.map(reportOn)) {
    const failed = report.errors.length > 0 || report.findings.some(({ severity }) => severity === 'error')
    if (failed) process.exitCode = 1
    console.log(flags.json ? JSON.stringify({ ok: !failed, ...report }) : describe(report))
  }
}

function reportOn(file: string): Report {
  const parsed = parseBundle(readText(file), { file })
  return parsed.ok
    ? { file, errors: [], findings: lintBundle(parsed.bundle) }
    : { file, errors: parsed.errors, findings: [] }
}

function describe({ file, errors, findings }: Report): string {
  const about = (rule: string | null): string => (rule === null ? '' : `rule \`${rule}\` `)
  const lines = [
    ...errors.map((error) => `error: ${formatPolicyError(error)}`),
    ...findings.map(({ lint, severity, rule, message }) => `${severity}: ${file}: ${about(rule)}${message} [${lint}]`),
  ]
  const bad = errors.length + findings.filter(({ severity }) => severity === 'error').length
  return [...lines, `${file}: ${bad} errors, ${lines.length - bad} warnings`].join('\n')
}
