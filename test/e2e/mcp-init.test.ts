// `sallyport mcp init` on the published servers: the policy it writes is one, and it names every tool.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { lintBundle, parseBundle } from '../../packages/core/src/index.ts'
import { type Command, faultyServer, publishedServer } from './mcp/commands.ts'

const MAIN = join(import.meta.dirname, '../../packages/sallyport/src/main.ts')
const directory = mkdtempSync(join(tmpdir(), 'sallyport-init-'))
after(() => rmSync(directory, { recursive: true, force: true }))

function init(flags: readonly string[], server: Command) {
  const args = [MAIN, 'mcp', 'init', ...flags, '--', server.command, ...server.args]
  return spawnSync(process.execPath, args, { env: server.env, encoding: 'utf8' })
}

function inventory(text: string): Record<string, string> {
  const parsed = parseBundle(text, { file: 'starter' })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  assert.deepEqual(
    lintBundle(parsed.bundle).filter(({ severity }) => severity === 'error'),
    [],
  )
  return Object.fromEntries(parsed.bundle.tools.map(({ name, access }) => [name, access]))
}

describe('mcp init', () => {
  test('knows which tools of filesystem write', () => {
    const tools = inventory(init([], publishedServer('filesystem', [directory])).stdout)
    const writes = Object.keys(tools).filter((name) => tools[name] === 'write')
    assert.deepEqual(writes, [
      'filesystem.create_directory',
      'filesystem.edit_file',
      'filesystem.move_file',
      'filesystem.write_file',
    ])
    assert.ok(Object.keys(tools).length > 10)
  })

  for (const [name, count] of [
    ['everything', 14],
    ['memory', 9],
    ['sequential-thinking', 1],
  ] as const) {
    test(`lists the tools of ${name} under the name it is told`, () => {
      const tools = Object.keys(inventory(init(['--server', 'mine'], publishedServer(name)).stdout))
      assert.ok(tools.length >= count, String(tools.length))
      assert.ok(tools.every((tool) => tool.startsWith('mine.')))
    })
  }

  test('reads every page of a list without annotations, and counts every tool as a write', () => {
    const tools = inventory(init(['--server', 'faulty'], faultyServer(join(directory, 'journal'))).stdout)
    assert.ok(Object.keys(tools).length > 15)
    assert.deepEqual([...new Set(Object.values(tools))], ['write'])
  })

  test('writes a file once, and never over another', () => {
    const out = join(directory, 'policy.yaml')
    assert.equal(init(['--out', out], publishedServer('memory')).status, 0)
    const written = readFileSync(out, 'utf8')
    assert.match(written, /^version: v1$/m)
    const again = init(['--out', out], publishedServer('everything'))
    assert.equal(again.status, 2)
    assert.equal(readFileSync(out, 'utf8'), written)
  })

  test('says what is wrong with what is no MCP server', () => {
    const plain = publishedServer('memory')
    const { status, stderr } = init(['--server', 'x'], { ...plain, args: ['-e', 'setTimeout(() => {}, 100)'] })
    assert.equal(status, 2)
    assert.match(stderr, /does not answer as an MCP server/)
  })
})
