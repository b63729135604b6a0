// Reports policies that allow something and prohibit nothing.
import type { Bundle } from '../bundle.ts'
import type { Lint, LintHit } from '../lint.ts'
import { permits, readRules } from '../readable-rule.ts'

function check(bundle: Bundle): LintHit[] {
  if (bundle.rules.some((rule) => rule.decision === 'DENY') || !readRules(bundle).some(permits)) return []
  return [
    {
      rule: null,
      message: 'no rule denies anything: add a DENY rule for what must never happen, such as `delete:*`',
    },
  ]
}

/** No deny rule. */
export const noDeny: Lint = {
  id: 'no-deny',
  title: 'nothing is prohibited',
  why: 'only a DENY rule stops what a wide permission, today or after the next edit, takes along by accident',
  severity: 'warning',
  check,
  reported: [{ title: 'permissions only', bundle: 'version: v1\npermissions: { allow: ["read:*"] }' }],
  accepted: [
    { title: 'one prohibition', bundle: 'version: v1\npermissions: { allow: ["read:*"], deny: ["delete:*"] }' },
    { title: 'nothing is allowed without a person', bundle: 'version: v1\npermissions: { escalate: ["read:*"] }' },
    { title: 'an empty policy, which denies all', bundle: 'version: v1' },
  ],
}
