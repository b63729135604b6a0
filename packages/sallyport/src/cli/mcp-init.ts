// `sallyport mcp init`: asks a stdio MCP server for its tools and writes a starter policy for it.
import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import { listTools } from '../mcp/init/list-tools.ts'
import { starterPolicy } from '../mcp/init/starter-policy.ts'
import { toolEntries } from '../mcp/init/tool-entry.ts'
import { usableEntries } from '../mcp/init/usable-entries.ts'
import { serverName } from '../mcp/server-name.ts'
import { Refusal } from '../refusal.ts'
import { parseDuration } from './quantities.ts'
import { serverEnvironment } from './server-environment.ts'

interface InitFlags {
  readonly server?: string
  readonly out?: string
  readonly timeout: string
}

/** The command. It starts the server ungoverned, for `initialize` and `tools/list` only. */
export function mcpInitCommand(): Command {
  return new Command('init')
    .description('write a starter policy from the tools that a server lists and their annotations')
    .argument('<command...>', 'the server and its arguments, after `--`')
    .option('--server <name>', 'name in the tool inventory (default: taken from the command)')
    .option('--out <file>', 'where to write; an existing file is kept (default: standard output)')
    .option('--timeout <duration>', 'how long the server may take', '30s')
    .action(init)
}

async function init(command: readonly string[], flags: InitFlags): Promise<void> {
  const [program = '', ...args] = command
  const server = serverName(flags.server, command)
  const tools = await listTools(
    { command: program, args, env: serverEnvironment(process.env, true) },
    parseDuration(flags.timeout),
  )
  const policy = starterPolicy(server, usableEntries(toolEntries(server, tools)))
  if (flags.out === undefined) process.stdout.write(policy)
  else writeNew(flags.out, policy)
}

/** Writes a file that does not exist yet: somebody may have reviewed the one that does. */
function writeNew(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx' })
  } catch (error) {
    throw new Refusal('bad_settings', `\`${file}\` cannot be written: ${(error as Error).message}`)
  }
}
