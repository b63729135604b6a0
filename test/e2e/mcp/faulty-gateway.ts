// The gateway in front of the misbehaving server, with a journal of what reached that server.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject } from '../../../packages/core/src/index.ts'
import { faultyServer, gatewayFor } from './commands.ts'
import { type RawClient, spawnRawClient, startRawClient } from './raw-client.ts'

/** A raw client of the misbehaving server. */
export interface FaultyGateway {
  readonly client: RawClient
  /** The messages that reached the server, in order. */
  reached(): readonly JsonObject[]
  /** The text of the journal, with what the server wrote of itself. */
  journal(): string
  call(id: string | number, tool: string, args?: JsonObject): Promise<JsonObject>
  close(): Promise<void>
}

/** What a test may set. */
export interface FaultyOptions {
  readonly env: Record<string, string>
  /** Flags of the gateway. */
  readonly flags?: readonly string[]
  /** Flags of the server. */
  readonly serverFlags?: readonly string[]
  /** Leave it to the test to say hello. */
  readonly silent?: boolean
}

/** Starts it. */
export async function startFaultyGateway(options: FaultyOptions): Promise<FaultyGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'sallyport-faulty-'))
  const file = join(directory, 'journal')
  writeFileSync(file, '')
  const server = faultyServer(file, ...(options.serverFlags ?? []))
  const command = gatewayFor(server, options.env, ['--server', 'faulty', ...(options.flags ?? [])])
  const client = options.silent ? spawnRawClient(command) : await startRawClient(command)
  const journal = () => readFileSync(file, 'utf8')
  return {
    client,
    journal,
    reached: () =>
      journal()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as JsonObject),
    call: (id, name, args = {}) => client.ask(id, 'tools/call', { name, arguments: args }),
    async close() {
      client.process.kill('SIGKILL')
      await client.exited
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Waits until `check` holds. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await check()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error(`it never came to pass: ${what}`)
}
