// The published server `everything` through the gateway behaves as it does without: both ways, feature by feature.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { gatewayFor, publishedServer } from './mcp/commands.ts'
import { type ControlPlane, startControlPlane } from './mcp/control-plane.ts'
import { connectOfficialClient, type OfficialClient } from './mcp/official-client.ts'
import { openPolicyFor } from './mcp/policies.ts'

let plane: ControlPlane
let direct: OfficialClient
let governed: OfficialClient

describe('the published server', () => {
  before(async () => {
    const server = publishedServer('everything')
    plane = await startControlPlane(openPolicyFor('everything', server))
    direct = await connectOfficialClient(server)
    governed = await connectOfficialClient(gatewayFor(server, plane.direct, ['--server', 'everything']))
  })

  after(async () => {
    await direct?.client.close()
    await governed?.client.close()
    await plane?.close()
  })

  /** Does the same with both clients and expects the same. */
  async function same(what: (client: OfficialClient) => Promise<unknown>): Promise<void> {
    const [expected, actual] = await Promise.all([what(direct), what(governed)])
    assert.deepEqual(actual, expected)
  }

  /** A promise's value, or the error it rejects with. */
  const outcome = (promise: Promise<unknown>) =>
    promise.catch((error: { code?: unknown; message: string }) => ({ code: error.code, message: error.message }))

  describe('everything, through the gateway and without', () => {
    test('introduces itself', () =>
      same(async ({ client }) => [client.getServerVersion(), client.getServerCapabilities(), client.getInstructions()]))

    test('lists tools, prompts, resources and templates', () =>
      same(async ({ client }) => [
        await client.listTools(),
        await client.listPrompts(),
        await client.listResources(),
        await client.listResourceTemplates(),
      ]))

    test('answers calls of every kind of content, and their errors', () =>
      same(async ({ client }) => {
        const call = (name: string, args: Record<string, unknown>) =>
          outcome(client.callTool({ name, arguments: args }))
        return [
          await call('echo', { message: 'grüße, 世界 🚪' }),
          await call('get-sum', { a: 0.1, b: 0.2 }),
          await call('get-structured-content', { location: 'New York' }),
          await call('get-annotated-message', { messageType: 'error', includeImage: true }),
          await call('get-resource-links', { count: 3 }),
          await call('get-tiny-image', {}),
        ]
      }))

    test('reads resources, gets prompts and completes arguments', () =>
      same(async ({ client }) => {
        const { resources } = await client.listResources()
        return [
          await client.readResource({ uri: resources[0]!.uri }),
          await outcome(client.readResource({ uri: 'demo://no/such/thing' })),
          await client.getPrompt({ name: 'args-prompt', arguments: { city: 'Paris' } }),
          await outcome(client.getPrompt({ name: 'no-such-prompt' })),
          await client.complete({
            ref: { type: 'ref/prompt', name: 'completable-prompt' },
            argument: { name: 'department', value: '' },
          }),
        ]
      }))

    test('reports progress', () =>
      same(async ({ client }) => {
        const steps: unknown[] = []
        const call = { name: 'trigger-long-running-operation', arguments: { duration: 0.3, steps: 3 } }
        const result = await client.callTool(call, undefined, { onprogress: (progress) => void steps.push(progress) })
        // The official client may drop the last step, which races with the result.
        assert.ok(steps.length >= 2)
        return [steps.slice(0, 2), result]
      }))

    test('has its calls cancelled, and answers the next one', () =>
      same(async ({ client }) => {
        const stop = new AbortController()
        const call = { name: 'trigger-long-running-operation', arguments: { duration: 20, steps: 200 } }
        const onprogress = () => stop.abort('enough')
        const cancelled = await outcome(client.callTool(call, undefined, { signal: stop.signal, onprogress }))
        return [cancelled, await client.callTool({ name: 'echo', arguments: { message: 'still here' } })]
      }))

    test('asks the client to sample and to elicit', () =>
      same(async ({ client }) => [
        await client.callTool({ name: 'trigger-sampling-request', arguments: { prompt: 'why?', maxTokens: 10 } }),
        await client.callTool({ name: 'trigger-elicitation-request', arguments: {} }),
      ]))

    test('asks for roots, and again after they changed', () =>
      same(async (official) => {
        const { client } = official
        await official.heard('notifications/message')
        const before = await client.callTool({ name: 'get-roots-list', arguments: {} })
        official.setRoots([{ uri: 'file:///second', name: 'second' }])
        await client.sendRootsListChanged()
        let now = before
        for (let tries = 0; tries < 100 && JSON.stringify(now) === JSON.stringify(before); tries++) {
          now = await client.callTool({ name: 'get-roots-list', arguments: {} })
        }
        assert.match(JSON.stringify(now), /second/)
        return [before, now]
      }))

    test('logs, at the level it was told', () =>
      same(async (official) => {
        await official.client.setLoggingLevel('debug')
        return (await official.heard('notifications/message')).params?.['level']
      }))

    test('says when its lists change, and serves what was added', () =>
      same(async (official) => {
        const args = { name: 'a.gz', data: 'data:text/plain,hello', outputType: 'resourceLink' }
        const { content } = await official.client.callTool({ name: 'gzip-file-as-resource', arguments: args })
        const [link] = content as { uri: string }[]
        await official.heard('notifications/resources/list_changed')
        return [content, await official.client.readResource({ uri: link!.uri })]
      }))

    test('accepts and ends subscriptions', () =>
      same(async (official) => {
        const { resources } = await official.client.listResources()
        const uri = resources[0]!.uri
        return [
          await official.client.subscribeResource({ uri }),
          await official.client.callTool({ name: 'toggle-subscriber-updates', arguments: {} }),
          (await official.heard('notifications/resources/updated')).params,
          await official.client.unsubscribeResource({ uri }),
        ]
      }))

    test('leaves a record of every request and of what came of it', async () => {
      await governed.client.close()
      const actions = await plane.actions()
      const methods = new Set(actions.map(({ action }) => action))
      for (const method of ['initialize', 'tools/list', 'tools/call', 'prompts/get', 'resources/read']) {
        assert.ok(methods.has(`mcp:${method}`), method)
      }
      const statuses = new Set(actions.map(({ status }) => status))
      assert.deepEqual([...statuses].sort(), ['failed', 'succeeded', 'unknown'], 'the cancelled call is unknown')
    })
  })
})
