// What a policy would decide about an action that nobody takes; nothing of it is recorded.
import { type Action, type Explanation, explain, type Matcher } from '@sallyport/core'
import type { Principal } from '../access/principal.ts'
import { compileText, invalidPolicy } from './compile-text.ts'
import type { DecideRequest } from './schema.ts'
import type { PolicyService } from './service.ts'

/** What a dry run needs. */
export interface DryRunDeps {
  readonly policy: PolicyService
  readonly now: () => number
}

/** Decides with every rule's account. Throws `invalid_policy` or `unknown_policy_version`. */
export async function dryRun(deps: DryRunDeps, principal: Principal, request: DecideRequest): Promise<Explanation> {
  const matcher = await matcherOf(deps.policy, principal.tenant, request)
  const given = Object.fromEntries(Object.entries(request.action).filter(([, value]) => value !== undefined))
  const action = { ts: deps.now(), ...given, tenant: principal.tenant } as Action
  return explain(matcher, action)
}

async function matcherOf(policy: PolicyService, tenant: string, request: DecideRequest): Promise<Matcher> {
  if (request.bundle === undefined && request.version === undefined) return (await policy.current(tenant)).matcher
  const text = request.bundle ?? (await policy.read(tenant, request.version ?? 0)).bundle
  const compiled = compileText(text)
  if (!compiled.ok) throw invalidPolicy(compiled.errors)
  return compiled.matcher
}
