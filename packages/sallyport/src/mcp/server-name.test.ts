import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal } from '../refusal.ts'
import { serverName } from './server-name.ts'

describe('server name', () => {
  const suggested: readonly (readonly [string, string])[] = [
    ['mcp-server-filesystem /data', 'filesystem'],
    ['npx -y @modelcontextprotocol/server-sequential-thinking@1.2.3', 'sequential-thinking'],
    ['node node_modules/.bin/mcp-server-memory', 'memory'],
    ['node node_modules/@modelcontextprotocol/server-everything/dist/index.js stdio', 'everything'],
    ['/usr/bin/python3 -m /srv/weather.py', 'weather'],
    ['/opt/tools/github-mcp-server stdio', 'github'],
  ]
  for (const [command, name] of suggested) {
    test(`of \`${command}\` is \`${name}\``, () => assert.equal(serverName(undefined, command.split(' ')), name))
  }

  test('is what was given, where it can be one segment of a tool name', () => {
    assert.equal(serverName('crm-2', ['x']), 'crm-2')
    for (const bad of ['a.b', 'a/b', '', 'a b', '-a', 'ä']) assert.throws(() => serverName(bad, ['x']), Refusal)
  })

  test('must be given where the command suggests none', () => {
    assert.throws(() => serverName(undefined, ['node', 'dist/index.js']), /--server/)
  })
})
