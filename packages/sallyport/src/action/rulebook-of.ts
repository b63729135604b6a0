import type { Rulebook } from '@sallyport/core'
import type { ActivePolicy } from '../policy/policy-source.ts'
export function rulebookOf(policy: ActivePolicy): Rulebook {
  return policy.matcher as unknown as Rulebook
}
