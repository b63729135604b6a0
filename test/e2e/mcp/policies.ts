// Policies for the tests: what `mcp init` writes for a server, loosened or tightened as a test needs.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import type { Command } from './commands.ts'

const MAIN = join(import.meta.dirname, '../../../packages/sallyport/src/main.ts')

/** The starter policy that `mcp init` writes for the server. */
export function starterPolicyFor(name: string, server: Command): string {
  const args = [MAIN, 'mcp', 'init', '--server', name, '--', server.command, ...server.args]
  return execFileSync(process.execPath, args, {
    env: server.env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

/** The starter policy with every call allowed that it would hold; what is destructive always needs approval. */
export function openPolicyFor(name: string, server: Command): string {
  return starterPolicyFor(name, server)
    .replaceAll('decision: REQUIRE_APPROVAL', 'decision: ALLOW')
    .replaceAll(/^ {4}(approval|risk_tags): .*\n/gm, '')
}

/** Tools of the misbehaving server that are allowed, beside those that a rule below singles out. */
const FAULTY_TOOLS = [
  'echo silent late die half_then_die garbage broken invalid_utf8 huge unasked twice two_ids exact_number',
  'ask_client huge_question deaf flood forbidden held bounded',
]
  .join(' ')
  .split(' ')

/** Writes need approval unless a rule names them exactly. */
const ALLOWED = [...FAULTY_TOOLS, 'get-env'].filter((tool) => tool !== 'held').map((tool) => `faulty.${tool}`)

/** A policy for the misbehaving server, which the tests call `faulty`: each rule is there for a test. */
export const FAULTY_POLICY = `version: v1
tools:
${FAULTY_TOOLS.map((tool) => `  - { name: faulty.${tool}, access: write, risk_tier: 1 }`).join('\n')}
  - { name: faulty.get-env, access: read }
rules:
  - id: protocol
    match: { action: ["mcp:initialize", "mcp:ping", "mcp:tools/list", "mcp:notifications/known"] }
    decision: ALLOW
  - id: calls
    match: { action: "mcp:tools/call", tool: [${ALLOWED.join(', ')}] }
    decision: ALLOW
  - id: never
    match: { tool: faulty.forbidden }
    decision: DENY
    reason: "it is forbidden"
  - id: ask
    match: { tool: faulty.held }
    decision: REQUIRE_APPROVAL
    approval: { roles: [approver], ttl: 1h }
  - id: bounds
    match: { tool: faulty.bounded }
    decision: ALLOW_WITH_CONSTRAINTS
    constraints: { timeout_ms: 700, max_bytes: 1000, arguments: { properties: { bytes: { maximum: 5000 } } } }
  - id: hosts
    match: { tool: faulty.ask_client }
    decision: ALLOW_WITH_CONSTRAINTS
    constraints: { allowed_hosts: [example.com] }
`
