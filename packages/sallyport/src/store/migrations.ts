// All migrations, in order. Append-only: a released migration never changes.
import type { Kysely } from 'kysely'
import * as roles from './migrations/0001-roles.ts'
import * as access from './migrations/0002-access.ts'
import * as policy from './migrations/0003-policy.ts'
import * as ledger from './migrations/0004-ledger.ts'
import * as action from './migrations/0005-action.ts'
import * as approval from './migrations/0006-approval.ts'
import * as verification from './migrations/0007-verification.ts'
import * as kill from './migrations/0008-kill.ts'
import * as trajectory from './migrations/0009-trajectory.ts'
import * as budget from './migrations/0010-budget.ts'
import * as quarantine from './migrations/0011-quarantine.ts'
import * as agents from './migrations/0012-agents.ts'
import * as sessions from './migrations/0013-sessions.ts'
import * as pages from './migrations/0014-pages.ts'

/** One step of the schema; `up` runs as the database's owner, inside one transaction with the others. */
export interface Migration {
  up(db: Kysely<unknown>): Promise<void>
}

/** Migrations by name; names sort in the order they run. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-roles': roles,
  '0002-access': access,
  '0003-policy': policy,
  '0004-ledger': ledger,
  '0005-action': action,
  '0006-approval': approval,
  '0007-verification': verification,
  '0008-kill': kill,
  '0009-trajectory': trajectory,
  '0010-budget': budget,
  '0011-quarantine': quarantine,
  '0012-agents': agents,
  '0013-sessions': sessions,
  '0014-pages': pages,
}
