// The leaf that is measured: a decision like those that the action gate records.
import type { LeafInput } from '@sallyport/core'
import { uuidv7 } from '../../packages/sallyport/src/ledger/uuid.ts'

/** A fresh leaf of about 600 bytes. */
export function sampleLeaf(): LeafInput {
  const at = Date.now()
  const thread = uuidv7(at)
  const body = {
    action: 'mcp:tools/call',
    agent: 'agent-7',
    tool: 'filesystem.edit_file',
    decision: 'ALLOW_WITH_CONSTRAINTS',
    rule: 'edit-inside-workspace',
    policy_hash: 'a3'.repeat(32),
    action_hash: '5c'.repeat(32),
    decided_us: 1.3,
  }
  return { id: uuidv7(at), type: 'action.decided', thread, parents: [uuidv7(at)], at, body }
}
