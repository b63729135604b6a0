#!/usr/bin/env node
// Runs a command of this repository on a supported Node with its dependencies installed, from a bare clone.
// It is plain JavaScript on purpose: it must start on any Node from 18 on.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './dependencies.mjs'
import { ensureNode } from './node.mjs'
import { runChild } from './run-child.mjs'

const COMMANDS = {
  start: ['examples/filesystem-tour/start.ts'],
  test: ['test/run.ts'],
  check: ['test/check.ts'],
  sallyport: ['packages/sallyport/src/main.ts'],
}

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [command = 'start', ...args] = process.argv.slice(2)

function scriptOf(name) {
  if (name === 'bench' && /^[a-z]+$/.test(args[0] ?? '')) return [`bench/${args.shift()}.ts`]
  const script = COMMANDS[name]
  if (script) return script
  console.error(`unknown command \`${name}\`: use one of ${[...Object.keys(COMMANDS), 'bench NAME'].join(', ')}`)
  process.exit(2)
}

async function main() {
  const script = scriptOf(command)
  const env = ensureNode(root, process.env)
  installDependencies(root, env)
  const cwd = command === 'sallyport' ? (process.env.INIT_CWD ?? process.cwd()) : root
  const [entry, ...rest] = script
  process.exit(await runChild('node', [join(root, entry), ...rest, ...args], { cwd, env }))
}

try {
  await main()
} catch (error) {
  console.error(`sallyport: ${error.message}`)
  process.exit(1)
}
