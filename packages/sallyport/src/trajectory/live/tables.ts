// The tables of running trajectories, as Kysely sees them.
import type { MarkKind, Rung, SessionScope, SignKind } from '@sallyport/core'
import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { PackedStep } from './pack-steps.ts'

type Fixed<T> = ColumnType<T, T, never>

/** One trajectory. Its id is the thread of its leaves. */
export interface TrajectoriesTable {
  tenant_id: string
  id: string
  agent: Fixed<string>
  /** The caller's own name for it. */
  name: Fixed<string>
  /** How often it was written. */
  version: number
  /** Eight bytes: the key of its fingerprints. */
  secret: Fixed<Uint8Array>
  started_at: Fixed<Date>
  last_at: Date
  ended_at: Date | null
  rung: Rung
  since: Date
  risk: number
  forgiven: number
  last_sign_at: Date
  calls: number
  /** How often each sign was seen. */
  signs: JSONColumnType<Partial<Record<SignKind, number>>>
  /** Canonical names, in order of first use. */
  tools: JSONColumnType<readonly string[]>
  read_private: boolean
  read_untrusted: boolean
  strayed: boolean
  drifted: boolean
  scope: JSONColumnType<SessionScope> | null
  last_leaf: string | null
}

/** Steps that were written together. */
export interface TrajectoryPagesTable {
  tenant_id: string
  trajectory_id: string
  id: Generated<number>
  count: number
  steps: JSONColumnType<readonly PackedStep[]>
}

/** Fingerprints of one text. */
export interface TrajectoryMarksTable {
  tenant_id: string
  trajectory_id: string
  id: Generated<number>
  kind: MarkKind
  complete: boolean
  /** Six bytes each. */
  prints: Uint8Array
}

/** What an agent usually does. */
export interface AgentHabitsTable {
  tenant_id: string
  agent: string
  trajectories: number
  unusual: number
  evidence: number
  tools: string[]
}

/** Tables of running trajectories. */
export interface TrajectoryTables {
  trajectories: TrajectoriesTable
  trajectory_pages: TrajectoryPagesTable
  trajectory_marks: TrajectoryMarksTable
  agent_habits: AgentHabitsTable
}
