// The official MCP client with everything a server may ask of it, and a record of what it was told.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  type Notification,
} from '@modelcontextprotocol/sdk/types.js'
import type { Command } from './commands.ts'

/** A connected client. */
export interface OfficialClient {
  readonly client: Client
  /** Notifications received, in order. */
  readonly notifications: readonly Notification[]
  /** Waits for a notification of that method. */
  heard(method: string): Promise<Notification>
  setRoots(roots: readonly { readonly uri: string; readonly name: string }[]): void
}

const CAPABILITIES = { sampling: {}, elicitation: { form: {} }, roots: { listChanged: true } }

/** Starts `command` and connects. */
export async function connectOfficialClient({ command, args, env }: Command): Promise<OfficialClient> {
  const client = new Client({ name: 'test', version: '1' }, { capabilities: CAPABILITIES })
  const notifications: Notification[] = []
  const waiting: { readonly method: string; readonly resolve: (notification: Notification) => void }[] = []
  let roots: readonly { readonly uri: string; readonly name: string }[] = [{ uri: 'file:///first', name: 'first' }]
  client.fallbackNotificationHandler = async (notification) => {
    notifications.push(notification)
    for (const wait of waiting) if (wait.method === notification.method) wait.resolve(notification)
  }
  client.setRequestHandler(ListRootsRequestSchema, async () => ({ roots: [...roots] }))
  client.setRequestHandler(CreateMessageRequestSchema, async ({ params }) => ({
    model: 'test-model',
    role: 'assistant',
    content: { type: 'text', text: `answer to ${JSON.stringify(params.messages)}` },
  }))
  client.setRequestHandler(ElicitRequestSchema, async () => ({ action: 'decline' }))
  await client.connect(new StdioClientTransport({ command, args, env, stderr: 'ignore' }))
  return {
    client,
    notifications,
    heard(method) {
      const found = notifications.find((notification) => notification.method === method)
      return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ method, resolve }))
    },
    setRoots(next) {
      roots = next
    },
  }
}
