// The policy and the call that the benchmark decides: one rule that allows it, among many that are about other things.
import type { Submission } from '../../packages/sallyport/src/action/gate.ts'

/** A read with typical arguments, as the MCP door submits it. */
export const CALL: Submission = {
  action: 'mcp:tools/call',
  tool: 'filesystem.read_text_file',
  labels: { mcp_server: 'filesystem' },
  arguments: { path: '/srv/data/reports/2026/november/summary.md', head: 40 },
  enforces: ['timeout_ms', 'max_bytes', 'arguments'],
  execute: 'now',
}

/** A bundle of that many rules, as JSON, of which the last allows `CALL`. */
export function bundleOf(rules: number): string {
  const others = Array.from({ length: rules - 1 }, (_, n) => ({
    id: `other-${n}`,
    match: { tool: `service-${n}.*`, labels: { env: 'prod' } },
    decision: n % 3 === 0 ? 'DENY' : 'ALLOW',
  }))
  const allowing = { id: 'reads', match: { tool: CALL.tool }, decision: 'ALLOW', reason: 'reading is safe' }
  return JSON.stringify({
    version: 'v1',
    tools: [{ name: CALL.tool, access: 'read' }],
    rules: [...others, allowing],
  })
}
