#!/usr/bin/env node
// The `sallyport` command on any Node: a supported one runs it as it is; in a clone, an older one hands over to the Node that was brought along.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const launch = new URL('../../../launch/', import.meta.url)
const main = new URL('../src/main.ts', import.meta.url)
const [major, minor] = process.versions.node.split('.').map(Number)
const supported = (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26

if (supported) await import(main.href)
else if (existsSync(new URL('node.mjs', launch))) {
  const { ensureNode } = await import(new URL('node.mjs', launch).href)
  const { runChild } = await import(new URL('run-child.mjs', launch).href)
  const env = ensureNode(fileURLToPath(new URL('..', launch)), process.env)
  process.exit(await runChild('node', [fileURLToPath(main), ...process.argv.slice(2)], { env }))
} else {
  console.error(`sallyport: node ${process.versions.node} is too old: use node 22.18, 24.11, 26 or newer`)
  process.exit(1)
}
