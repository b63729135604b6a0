// From the rules that match to the decision: the severest wins, the others still have their say in constraints and approval.
import type { RuleApproval } from './bundle.ts'
import type { CompiledRule } from './compiled-rule.ts'
import type { Constraints, Decision, DecisionCode } from './decision.ts'
import type { Matcher } from './matcher.ts'
import { constraintsContradict, mergeApprovals, mergeConstraints } from './merge-demands.ts'

/** What was found while the candidates were tested, each list in bundle order. */
export interface Found {
  /** Rules that match. */
  readonly matched: CompiledRule[]
  /** Those of them that match because their condition could not be evaluated, with the error. */
  readonly failed: { readonly rule: CompiledRule; readonly error: string }[]
  /** Allowing rules whose condition could not be evaluated: they permit nothing, but their constraints hold. */
  readonly erring: CompiledRule[]
}

/** Before the first candidate. */
export function nothingFound(): Found {
  return { matched: [], failed: [], erring: [] }
}

/** The decision about a name that no rule can be compared with. */
export function refusedName({ policy_hash }: Matcher, key: string): Decision {
  const reason = `\`${key}\` holds a control, invisible or unassigned character, or is too long: write it without`
  return denied(policy_hash, 'name_refused', reason)
}

/** The decision that the found rules make together. Most often it is one that was made when the bundle was compiled. */
export function concludeDecision(matcher: Matcher, found: Found): Decision {
  const { matched, failed, erring } = found
  if (failed.length === 0 && erring.length === 0 && matched.length < 2) {
    const ready = matched.length === 0 ? matcher.unmatched : matcher.alone[matched[0]!.index]
    if (ready) return ready
  }
  return conclude(matcher.policy_hash, found)
}

/** The decision where no rule matches, which no caller can change. */
export function decisionOfNone(policy_hash: string): Decision {
  return frozen(conclude(policy_hash, nothingFound()))
}

/** The decision where this rule alone matches, which no caller can change; null where it carries what a caller could change. */
export function decisionOfOne(policy_hash: string, rule: CompiledRule): Decision | null {
  if (rule.rule.constraints !== null) return null
  return frozen(conclude(policy_hash, { matched: [rule], failed: [], erring: [] }))
}

function frozen(decision: Decision): Decision {
  Object.freeze(decision.matched)
  for (const one of decision.approval?.all_of ?? []) Object.freeze(one)
  Object.freeze(decision.approval?.all_of)
  Object.freeze(decision.approval)
  return Object.freeze(decision)
}

function conclude(policy_hash: string, found: Found): Decision {
  const { matched } = found
  const winner = severest(matched)
  if (winner === undefined) return denied(policy_hash, 'no_match', noMatch(found))
  const rule = winner.rule
  const ids = idsOf(matched)
  const error = found.failed.length === 0 ? undefined : found.failed.find((failure) => failure.rule === winner)?.error
  const reason = error === undefined ? rule.reason : `${rule.reason} (its condition could not be evaluated: ${error})`
  const code: DecisionCode = error === undefined ? 'rule' : 'condition_error'
  if (rule.decision === 'DENY') {
    return {
      decision: 'DENY',
      rule: rule.id,
      reason,
      code,
      matched: ids,
      constraints: null,
      approval: null,
      policy_hash,
    }
  }
  const constraints = constraintsOf(found)
  if (constraintsContradict(constraints)) return contradiction(policy_hash, ids)
  // Constraints of a rule that could not permit bind those that do.
  const decision = rule.decision === 'ALLOW' && constraints !== null ? 'ALLOW_WITH_CONSTRAINTS' : rule.decision
  const approval = approvalOf(matched)
  return { decision, rule: rule.id, reason, code, matched: ids, constraints, approval, policy_hash }
}

function denied(policy_hash: string, code: DecisionCode, reason: string, matched: readonly string[] = []): Decision {
  return { decision: 'DENY', rule: null, reason, code, matched, constraints: null, approval: null, policy_hash }
}

function contradiction(policy_hash: string, ids: readonly string[]): Decision {
  const names = ids.map((id) => `\`${id}\``).join(', ')
  const reason = `no host satisfies the constraints of ${names} together: narrow one of the rules`
  return denied(policy_hash, 'constraints_contradict', reason, ids)
}

/** The first of the severest. */
function severest(matched: readonly CompiledRule[]): CompiledRule | undefined {
  let winner = matched[0]
  for (let i = 1; i < matched.length; i++) if (matched[i]!.severity > winner!.severity) winner = matched[i]
  return winner
}

function idsOf(matched: readonly CompiledRule[]): string[] {
  const ids: string[] = []
  for (let i = 0; i < matched.length; i++) ids.push(matched[i]!.rule.id)
  return ids
}

function constraintsOf({ matched, erring }: Found): Constraints | null {
  let all: Constraints[] | null = null
  for (const rules of [matched, erring]) {
    for (const { rule } of rules) {
      if (rule.constraints === null) continue
      all ??= []
      all.push(rule.constraints)
    }
  }
  return all === null ? null : mergeConstraints(all)
}

function approvalOf(matched: readonly CompiledRule[]): Decision['approval'] {
  let all: RuleApproval[] | null = null
  for (const { rule } of matched) {
    if (rule.approval === null) continue
    all ??= []
    all.push(rule.approval)
  }
  return all === null ? null : mergeApprovals(all)
}

function noMatch({ erring }: Found): string {
  const [first] = erring
  if (first === undefined) return 'no rule matches, and what no rule allows is denied'
  return `only \`${first.rule.id}\` would match, and its condition could not be evaluated: correct it`
}
