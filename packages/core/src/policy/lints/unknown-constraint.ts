// Reports constraints that this version does not know.
import type { Bundle } from '../bundle.ts'
import { CONSTRAINT_NAMES } from '../decision.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { Lint, LintHit } from '../lint.ts'

function check(bundle: Bundle): LintHit[] {
  return bundle.rules.flatMap(({ id, constraints }) =>
    Object.keys(constraints?.unknown ?? {}).map((name) => ({ rule: id, message: messageFor(name) })),
  )
}

function messageFor(name: string): string {
  const meant = didYouMean(name, CONSTRAINT_NAMES)
  const instead = meant === null ? `remove it, or write one of ${CONSTRAINT_NAMES.join(', ')}` : `write \`${meant}\``
  return `no door enforces the constraint \`${name}\`, so what this rule allows is denied there: ${instead}`
}

/** Unknown constraints. */
export const unknownConstraint: Lint = {
  id: 'unknown-constraint',
  title: 'a constraint that nobody enforces',
  why: 'a decision whose constraints a door cannot enforce is denied at that door',
  severity: 'warning',
  check,
  reported: [
    {
      title: 'a slip of the hand',
      bundle:
        'version: v1\nrules: [{ id: r, match: { tool: a.b }, decision: ALLOW_WITH_CONSTRAINTS, constraints: { timeout: 5 } }]',
    },
    {
      title: "another product's",
      bundle:
        'version: v1\nrules: [{ id: r, match: { tool: a.b }, decision: ALLOW_WITH_CONSTRAINTS, constraints: { max_amount_cents: 5 } }]',
    },
  ],
  accepted: [
    {
      title: 'all that are known',
      bundle: `version: v1
rules:
  - id: r
    match: { tool: a.b }
    decision: ALLOW_WITH_CONSTRAINTS
    constraints:
      { allowed_hosts: a.example, timeout_ms: 1, max_bytes: 1, arguments: {}, redaction: pii, max_calls: 1 }`,
    },
  ],
}
