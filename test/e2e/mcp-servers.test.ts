// The published servers filesystem, memory and sequential-thinking through the gateway, compared with direct calls.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, test } from 'node:test'
import { type Command, gatewayFor, publishedServer } from './mcp/commands.ts'
import { type ControlPlane, startControlPlane } from './mcp/control-plane.ts'
import { connectOfficialClient, type OfficialClient } from './mcp/official-client.ts'
import { openPolicyFor } from './mcp/policies.ts'

const directory = mkdtempSync(join(tmpdir(), 'sallyport-servers-'))
const open: OfficialClient[] = []
let plane: ControlPlane | null = null

afterEach(async () => {
  for (const { client } of open.splice(0)) await client.close()
  await plane?.close()
  plane = null
})
process.once('exit', () => rmSync(directory, { recursive: true, force: true }))

type Calls = readonly (readonly [tool: string, args: Record<string, unknown>])[]

/** The tools, and what each call answers, in order. */
async function answers(command: Command, calls: Calls): Promise<unknown[]> {
  const official = await connectOfficialClient(command)
  open.push(official)
  const results: unknown[] = [await official.client.listTools()]
  for (const [name, args] of calls) results.push(await official.client.callTool({ name, arguments: args }))
  return results
}

/** Runs the calls direct and through both doors of the gateway; `prepare` makes the same beginning for each. */
async function compare(name: string, server: Command, calls: Calls, prepare: () => void): Promise<void> {
  plane = await startControlPlane(openPolicyFor(name, server))
  prepare()
  const expected = await answers(server, calls)
  for (const env of [plane.direct, plane.remote]) {
    prepare()
    assert.deepEqual(await answers(gatewayFor(server, env, ['--server', name]), calls), expected)
  }
}

describe('through the gateway', () => {
  test('filesystem reads, writes, edits, moves and fails as without', async () => {
    const path = (name: string) => join(directory, name)
    const calls: Calls = [
      ['write_file', { path: path('a.txt'), content: 'one\ntwo\n' }],
      ['read_text_file', { path: path('a.txt') }],
      ['edit_file', { path: path('a.txt'), edits: [{ oldText: 'two', newText: 'zwei' }] }],
      ['move_file', { source: path('a.txt'), destination: path('b.txt') }],
      ['list_directory', { path: directory }],
      ['read_text_file', { path: '/etc/hostname' }],
    ]
    const prepare = () => {
      rmSync(path('b.txt'), { force: true })
      writeFileSync(path('kept.txt'), 'kept')
    }
    await compare('filesystem', publishedServer('filesystem', [directory]), calls, prepare)
    assert.equal(readFileSync(path('b.txt'), 'utf8'), 'one\nzwei\n')
  })

  test('memory remembers as without', async () => {
    const file = join(directory, 'memory.jsonl')
    const entity = { name: 'gate', entityType: 'thing', observations: ['has two doors', '有两扇门'] }
    const calls: Calls = [
      ['create_entities', { entities: [entity] }],
      ['add_observations', { observations: [{ entityName: 'gate', contents: ['is guarded'] }] }],
      ['read_graph', {}],
      ['search_nodes', { query: 'guarded' }],
      ['delete_entities', { entityNames: ['gate'] }],
      ['read_graph', {}],
    ]
    const server = publishedServer('memory', [], { MEMORY_FILE_PATH: file })
    await compare('memory', server, calls, () => rmSync(file, { force: true }))
  })

  test('sequential-thinking thinks as without', async () => {
    const thought = (thoughtNumber: number, nextThoughtNeeded: boolean) => ({
      thought: `thought ${thoughtNumber}`,
      thoughtNumber,
      totalThoughts: 2,
      nextThoughtNeeded,
    })
    const calls: Calls = [
      ['sequentialthinking', thought(1, true)],
      ['sequentialthinking', thought(2, false)],
    ]
    await compare('thinking', publishedServer('sequential-thinking'), calls, () => {})
  })
})
