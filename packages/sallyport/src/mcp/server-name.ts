// The name of a wrapped server in the tool inventory, taken from its command where nobody gave one.
import { basename } from 'node:path'
import { Refusal } from '../refusal.ts'

const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/

/** Runs other programs, so that its first plain argument is the server. */
const RUNNERS = new Set([
  'node',
  'npx',
  'npm',
  'bunx',
  'bun',
  'deno',
  'uvx',
  'uv',
  'python',
  'python3',
  'tsx',
  'docker',
])
const RUNNER_WORDS = new Set(['exec', 'run', 'tool', 'x', '--'])

/**
 * `given`, or what the command suggests: `npx -y @modelcontextprotocol/server-filesystem@1 /data` and
 * `mcp-server-filesystem` are both `filesystem`. Throws `bad_settings` where neither is a usable name.
 */
export function serverName(given: string | undefined, command: readonly string[]): string {
  const name = given ?? suggest(command)
  if (NAME.test(name)) return name
  const problem = `\`${name}\` cannot name a server: use letters, digits, \`_\` and \`-\``
  throw new Refusal('bad_settings', given === undefined ? `${problem}; give one with \`--server\`` : problem)
}

function suggest([program = '', ...args]: readonly string[]): string {
  const runner = RUNNERS.has(basename(program, '.exe'))
  const plain = runner ? args.filter((arg) => !arg.startsWith('-') && !RUNNER_WORDS.has(arg)) : [program]
  const path = (plain[0] ?? '').replace(/(?<=.)@[^/]*$/, '').split('/')
  const uninformative = (part: string) => /^(index|main|server|dist|build|src|bin|cli)?(\.[a-z]+)?$/.test(part)
  const telling = path.reverse().find((part) => !uninformative(part)) ?? ''
  return telling
    .replace(/\.[a-z]+$/, '')
    .replace(/^(mcp-server-|server-|mcp-)/, '')
    .replace(/(-mcp-server|-server|-mcp)$/, '')
}
