// The principals of the tour, in a tenant of their own so that the tour touches nobody's policy.
import type { AccessService } from 'sallyport'
import type { Cast } from './tour.ts'

/** The tour's tenant. */
export const TENANT = 'tour'

/** Its tokens are good for this long. */
const TOKEN_MS = 600_000

const PRINCIPALS = [
  { id: 'tour-admin', kind: 'person', roles: ['admin'], tier: 0 },
  { id: 'tour-agent', kind: 'agent', roles: [], tier: 1 },
  { id: 'tour-approver', kind: 'person', roles: ['approver'], tier: 0 },
] as const

/** Creates whoever is missing and gives each a fresh token. */
export async function makeCast(access: AccessService, url: string): Promise<Cast> {
  const [admin, agent, approver] = await Promise.all(
    PRINCIPALS.map(async (principal) => {
      const present = await access.findPrincipal(TENANT, principal.id)
      if (!present) await access.createPrincipal({ ...principal, tenant: TENANT }, 'tour')
      return (await access.createToken(TENANT, principal.id, 'tour', Date.now() + TOKEN_MS)).token
    }),
  )
  return { url, admin: admin ?? '', agent: agent ?? '', approver: approver ?? '' }
}
