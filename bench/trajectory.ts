// What a running trajectory costs per call: the guard without a session, in a clean one, in a tainted one; and the account of it.
import { randomBytes } from 'node:crypto'
import { compileBundle, type Decision, type JsonValue, parseBundle, RISK_DEFAULTS } from '@sallyport/core'
import type { Principal } from '../packages/sallyport/src/access/principal.ts'
import { openAccess } from '../packages/sallyport/src/access/service.ts'
import { sha256 } from '../packages/sallyport/src/ledger/sha256.ts'
import { openMemoryStore } from '../packages/sallyport/src/store/memory-store.ts'
import { openTrajectories } from '../packages/sallyport/src/trajectory/live/service.ts'

const ROUNDS = 9
const PER_ROUND = 2_000
const TARGET_US = 50

const parsed = parseBundle('version: v1\ntools: [{ name: mail.send, access: write, sends: true }]', { file: 'bench' })
if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
const matcher = compileBundle(parsed.bundle, sha256)
const store = await openMemoryStore()
const bot: Principal = { tenant: 'acme', id: 'bot', kind: 'agent', roles: [], tier: 0 }
const access = await openAccess({ store, now: Date.now, random: randomBytes })
await access.createPrincipal(bot, 'bench')
const trajectories = openTrajectories({
  ...{ store, now: Date.now, random: randomBytes, configuration: RISK_DEFAULTS },
  // The clock of staleness stands still, so that no call asks the database.
  steady: () => 0,
  alarm: () => undefined,
  failed: (error) => console.error(error),
})
const args = { to: 'boss@acme.example', subject: 'Report', text: 'Here is the report that you asked for. '.repeat(5) }
const decision: Decision = {
  ...{ decision: 'ALLOW', rule: 'r', reason: 'fine', code: 'rule', matched: ['r'], policy_hash: 'p' },
  ...{ constraints: null, approval: null },
}
const verdict = { decision, policy: { matcher }, at: Date.now() }
const content = { tenant: 'acme', agent: 'bot', tool: 'mail.send', arguments: args }
const askedIn = (session?: string) => ({
  ...{ principal: bot, content },
  ...(session === undefined ? {} : { trajectory_id: session }),
})
const words = (n: number): JsonValue =>
  Array.from({ length: n }, (_, i) => `word${i % 977} id-${i}@x.example`).join(' ')

async function read(session: string, output: JsonValue): Promise<void> {
  const asked = askedIn(session)
  await trajectories.guard(asked, verdict)
  const action_id = '019a0000-0000-7000-8000-000000000000'
  trajectories.follower.started(asked, action_id)
  const began = performance.now()
  await trajectories.follower.settled(
    { tenant: 'acme', id: action_id, elsewhere: null },
    { status: 'succeeded', output },
    0,
  )
  console.log(
    `  account of a result of ${JSON.stringify(output).length} characters: ${(performance.now() - began).toFixed(2)} ms`,
  )
}

await trajectories.guard(askedIn('clean'), verdict)
await read('tainted', words(40))
await read('tainted', words(400))
await read('tainted', words(400))
const costs = {
  'guard, no session': cost(() => trajectories.guard(askedIn(), verdict)),
  'guard, clean session': cost(() => trajectories.guard(askedIn('clean'), verdict)),
  'guard, tainted session': cost(() => trajectories.guard(askedIn('tainted'), verdict)),
}
for (const [name, us] of Object.entries(costs)) console.log(`  ${name.padEnd(24)} ${us.toFixed(2).padStart(7)} µs`)
const worst = Math.max(...Object.values(costs))
console.log(`  target of the guard ≤ ${TARGET_US} µs, ${worst <= TARGET_US ? 'met' : 'MISSED'}`)
await trajectories.idle()
await access.close()
await store.close()

function cost(step: () => unknown): number {
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now()
    for (let n = 0; n < PER_ROUND; n++) step()
    rounds.push(((performance.now() - began) * 1000) / PER_ROUND)
  }
  return rounds.sort((a, b) => a - b)[ROUNDS >> 1] as number
}
