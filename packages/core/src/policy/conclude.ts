// From the rules that match to the decision: the severest wins, the others still have their say in constraints and approval.
import type { CompiledRule } from './compiled-rule.ts'
import { DECISIONS, type Decision, type DecisionCode } from './decision.ts'
import type { Matcher } from './matcher.ts'
import { constraintsContradict, mergeApprovals, mergeConstraints } from './merge-demands.ts'

/** What was found while the candidates were tested. */
export interface Found {
  /** Rules that match, in no order yet. */
  readonly matched: CompiledRule[]
  /** Those of them that match because their condition could not be evaluated, with the error. */
  readonly failed: Map<CompiledRule, string>
  /** Allowing rules whose condition could not be evaluated: they permit nothing, but their constraints hold. */
  readonly erring: CompiledRule[]
}

/** A DENY without any rule behind it. */
export function denied(
  matcher: Matcher,
  code: DecisionCode,
  reason: string,
  matched: readonly string[] = [],
): Decision {
  const { policy_hash } = matcher
  return { decision: 'DENY', rule: null, reason, code, matched, constraints: null, approval: null, policy_hash }
}

/** The decision about a name that no rule can be compared with. */
export function refusedName(matcher: Matcher, key: string): Decision {
  const reason = `\`${key}\` holds a control, invisible or unassigned character, or is too long: write it without`
  return denied(matcher, 'name_refused', reason)
}

/** The decision that the found rules make together. */
export function concludeDecision(matcher: Matcher, found: Found): Decision {
  const matched =
    found.matched.length > 1 ? found.matched.sort((left, right) => left.index - right.index) : found.matched
  let winner = matched[0]
  if (winner === undefined) return denied(matcher, 'no_match', noMatch(found))
  for (const rule of matched) if (rule.severity > winner.severity) winner = rule
  const ids = matched.map((rule) => rule.rule.id)
  const error = found.failed.get(winner)
  const reason =
    error === undefined ? winner.rule.reason : `${winner.rule.reason} (its condition could not be evaluated: ${error})`
  const code: DecisionCode = error === undefined ? 'rule' : 'condition_error'
  const decision = winner.rule.decision
  const base = { rule: winner.rule.id, reason, code, matched: ids, policy_hash: matcher.policy_hash }
  if (decision === 'DENY') return { ...base, decision, constraints: null, approval: null }
  const constraints = constraintsOf(matched, found.erring)
  if (constraintsContradict(constraints)) {
    const names = ids.map((id) => `\`${id}\``).join(', ')
    return denied(
      matcher,
      'constraints_contradict',
      `no host satisfies the constraints of ${names} together: narrow one of the rules`,
      ids,
    )
  }
  const approvals = matched.flatMap((rule) => rule.rule.approval ?? [])
  // Constraints of a rule that could not permit bind those that do.
  const kind = decision === 'ALLOW' && constraints !== null ? DECISIONS[1] : decision
  return { ...base, decision: kind, constraints, approval: mergeApprovals(approvals) }
}

function constraintsOf(matched: readonly CompiledRule[], erring: readonly CompiledRule[]): Decision['constraints'] {
  const all = [...matched, ...erring].flatMap((rule) => rule.rule.constraints ?? [])
  return mergeConstraints(all)
}

function noMatch(found: Found): string {
  const [first] = found.erring
  if (first === undefined) return 'no rule matches, and what no rule allows is denied'
  return `only \`${first.rule.id}\` would match, and its condition could not be evaluated: correct it`
}
