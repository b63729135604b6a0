// Runs every lint over a parsed bundle.
import type { Bundle } from './bundle.ts'
import type { Lint, LintFinding } from './lint.ts'
import { LINTS } from './lints/index.ts'

/** Most findings that one lint reports singly; what is beyond is counted. */
export const MAX_FINDINGS_PER_LINT = 100

/** All findings, errors first, then in the order of the lints and of the rules. */
export function lintBundle(bundle: Bundle): readonly LintFinding[] {
  const findings = LINTS.flatMap((lint) => findingsOf(lint, bundle))
  return [
    ...findings.filter(({ severity }) => severity === 'error'),
    ...findings.filter(({ severity }) => severity === 'warning'),
  ]
}

function findingsOf(lint: Lint, bundle: Bundle): LintFinding[] {
  const { id, severity } = lint
  const hits = lint.check(bundle)
  const findings = hits
    .slice(0, MAX_FINDINGS_PER_LINT)
    .map(({ rule, message }) => ({ lint: id, severity, rule, message }))
  const more = hits.length - findings.length
  if (more > 0)
    findings.push({ lint: id, severity, rule: null, message: `and ${more} more: correct those above first` })
  return findings
}
