// A bare MCP client for measuring: lines out, lines in, as little of its own as possible.
import { spawn } from 'node:child_process'
import type { Command } from '../../test/e2e/mcp/commands.ts'

/** A session that has said hello. */
export interface Session {
  /** Calls the tool `echo` once. Rejects on an error. */
  call(): Promise<void>
  close(): Promise<void>
}

/** Starts the command and initialises. */
export async function openSession({ command, args, env }: Command): Promise<Session> {
  const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] })
  const open = new Map<number, (line: string) => void>()
  let half = ''
  let last = 0
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (half + chunk).split('\n')
    half = lines.pop() ?? ''
    for (const line of lines) {
      const id = Number(/"id":(\d+)/.exec(line)?.[1])
      open.get(id)?.(line)
      open.delete(id)
    }
  })
  const exited = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const ask = (method: string, params: object) =>
    new Promise<string>((resolve) => {
      const id = ++last
      open.set(id, resolve)
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`)
    })
  const clientInfo = { name: 'bench', version: '1' }
  await ask('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo })
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
  return {
    async call() {
      const answer = await ask('tools/call', { name: 'echo', arguments: { message: 'measured' } })
      if (!answer.includes('Echo: measured')) throw new Error(`not the answer: ${answer}`)
    },
    close() {
      child.stdin.end()
      return exited
    },
  }
}
