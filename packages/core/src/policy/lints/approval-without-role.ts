// Reports rules that ask for approval without saying whose.
import type { Bundle } from '../bundle.ts'
import type { Lint, LintHit } from '../lint.ts'

function check(bundle: Bundle): LintHit[] {
  return bundle.rules
    .filter((rule) => rule.decision === 'REQUIRE_APPROVAL' && (rule.approval?.roles.length ?? 0) === 0)
    .map(({ id }) => ({
      rule: id,
      message: id.startsWith('escalate:')
        ? 'anybody who may approve can approve it: write it as a rule with `approval: { roles: [...] }`'
        : 'anybody who may approve can approve it: name the roles under `approval: { roles: [...] }`',
    }))
}

/** Approvals without an approver role. */
export const approvalWithoutRole: Lint = {
  id: 'approval-without-role',
  title: 'an approval without an approver role',
  why: 'an approval by somebody who does not know the subject is a click',
  severity: 'warning',
  check,
  reported: [
    {
      title: 'no approval',
      bundle: 'version: v1\nrules: [{ id: hold, match: { action: "pay:*" }, decision: REQUIRE_APPROVAL }]',
    },
    {
      title: 'a quorum of anybody',
      bundle:
        'version: v1\nrules: [{ id: hold, match: { action: "pay:*" }, decision: REQUIRE_APPROVAL, approval: { quorum: 2 } }]',
    },
    { title: 'the short form', bundle: 'version: v1\npermissions: { escalate: ["pay:*"] }' },
  ],
  accepted: [
    {
      title: 'a role',
      bundle:
        'version: v1\nrules: [{ id: hold, match: { action: "pay:*" }, decision: REQUIRE_APPROVAL, approval: { roles: [finance] } }]',
    },
    { title: 'no approval is asked for', bundle: 'version: v1\npermissions: { allow: ["read:*"] }' },
  ],
}
