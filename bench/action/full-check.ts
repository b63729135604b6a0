// What a fully checked action costs in process, with its durable record on the embedded database, and the share of each step.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalContent, compileBundle, judge, parseBundle, rulebookOf, toHex } from '@sallyport/core'
import type { Principal } from '../../packages/sallyport/src/access/principal.ts'
import { askedOf } from '../../packages/sallyport/src/action/asked.ts'
import type { Submission } from '../../packages/sallyport/src/action/gate.ts'
import { inspectPayload } from '../../packages/sallyport/src/action/inspect-payload.ts'
import { requestedLeaf } from '../../packages/sallyport/src/action/leaves.ts'
import { looked } from '../../packages/sallyport/src/action/looked.ts'
import { pooledRandom } from '../../packages/sallyport/src/ledger/random-pool.ts'
import { sha256 } from '../../packages/sallyport/src/ledger/sha256.ts'
import { openRooms, type Rooms } from '../../packages/sallyport/src/rooms.ts'
import { openStore } from '../../packages/sallyport/src/store/open-store.ts'
import { bundleOf, CALL } from './traffic.ts'

const ROUNDS = 2_000
const WARM_UP = 300
/** A process is young for so many actions: what runs once in each is compiled for good after some ten thousand, on the same cores. */
const YOUNG = 14_000
const GROWN_UP = 6_000
const TARGET_P99_MS = 2
const RULES = 100
/** Actions of one session: one that never ends at this pace is stopped, as it should be. */
const OF_A_SESSION = 20
const BOT: Principal = { id: 'bot', tenant: 'default', kind: 'agent', roles: [], tier: 0 }
const COUNTED: Principal = { ...BOT, id: 'counted' }

/** What a tool answers: two kilobytes of a business text with an address and a card in it. */
const OUTPUT = {
  content: [
    {
      type: 'text',
      text: `${'The quarterly summary lists revenue, cost and open invoices. '.repeat(32)}ann@example.com`,
    },
  ],
}

/** One of each kind, and two limits, all of one agent. */
const BUDGETS = {
  limits: [
    { id: 'money', scope: 'tenant', agent: 'counted', unit: 'usd', limit: 1_000_000, window: '1d', reserve: 0.05 },
    { id: 'tokens', scope: 'agent', agent: 'counted', unit: 'tokens', limit: 900_000_000, reserve: 2_000 },
  ],
  rates: [{ id: 'rate', scope: 'agent', agent: 'counted', limit: 900_000, window: '1m' }],
  concurrency: [{ id: 'places', scope: 'tool', agent: 'counted', limit: 64 }],
  breakers: [{ id: 'rest', scope: 'provider', agent: 'counted' }],
}

type Costs = Record<string, number[]>

/** Measures and prints. */
export async function fullCheck(): Promise<void> {
  const steps = await stepCosts()
  print(`in process, ${RULES} rules, arguments and a 2 kB output looked through by every detector`, steps)
  const dir = mkdtempSync(join(tmpdir(), 'sallyport-bench-'))
  const store = await openStore({ directory: dir, owns: true, lost: (error) => console.error(error) })
  try {
    const rooms = await openRooms(store, (error) => console.error(error))
    try {
      await prepare(rooms)
      const all = await recordedCosts(rooms)
      const [young, recorded] = [part(all, 0, YOUNG), part(all, YOUNG)]
      const whole = sums(recorded)
      print('with its durable record on the embedded database, one at a time', recorded)
      const p99 = quantile(whole, 0.99)
      console.log(`  target p99 < ${TARGET_P99_MS} ms for the decision: ${verdict(p99OfSubmit(recorded))}`)
      console.log(`  the same in the first ${YOUNG} actions of the process: ${ms(p99OfSubmit(young)).trim()}`)
      console.log(`  decision and outcome together: p50 ${ms(quantile(whole, 0.5))}, p99 ${ms(p99)}`)
      await printBudgets(rooms)
    } finally {
      await rooms.close()
    }
  } finally {
    await store.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The steps that need no database, timed one after the other for each action. */
async function stepCosts(): Promise<Costs> {
  const parsed = parseBundle(bundleOf(RULES), { file: 'bench' })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors))
  const rulebook = rulebookOf(compileBundle(parsed.bundle, sha256))
  const random = pooledRandom(randomBytes)
  const { content, enforces } = askedOf(BOT, CALL)
  const now = Date.now()
  const place = { tenant: BOT.tenant, thread: '019a0000-0000-7000-8000-000000000000', parents: [], at: now }
  const asked = await looked(askedOf(BOT, CALL))
  const steps: Readonly<Record<string, () => unknown>> = {
    'canonical form, hash': () => toHex(sha256(canonicalContent(content))),
    'arguments looked through': () => looked(askedOf(BOT, CALL)),
    'contract and policy': () => judge(rulebook, { content, enforces, tier: 0, now }),
    'leaf and its hash': () => sha256(requestedLeaf(random, place, asked, {}).leaf),
    'output looked through': () => inspectPayload(OUTPUT, 'post-output', RULES_OF_OUTPUT, 0),
  }
  return timed(steps)
}

const RULES_OF_OUTPUT = { redaction: ['secret', 'personal'], injection_threshold: [0.7, 0.6, 0.5] } as const

/** Submit and settle through every room, each with its commit. */
async function recordedCosts({ actions }: Rooms): Promise<Costs> {
  let action_id = ''
  let calls = 0
  const steps = {
    submit: async () => {
      const passage = await actions.submit(BOT, {
        ...CALL,
        trajectory_id: `bench-${Math.floor(calls++ / OF_A_SESSION)}`,
      } satisfies Submission)
      if (passage.status !== 'started') throw new Error(passage.reason)
      action_id = passage.action_id
    },
    'settle with output': () => actions.settle(BOT, action_id, { status: 'succeeded', duration_ms: 1, output: OUTPUT }),
  }
  return timed(steps, 0, YOUNG + GROWN_UP)
}

function part(costs: Costs, from: number, to?: number): Costs {
  return Object.fromEntries(Object.entries(costs).map(([name, times]) => [name, times.slice(from, to)]))
}

function p99OfSubmit({ submit = [] }: Costs): number {
  return quantile(submit, 0.99)
}

/** The same action in turn by an agent that no budget counts and by one that five do. */
async function printBudgets(rooms: Rooms): Promise<void> {
  await usePolicy(rooms, JSON.stringify({ ...JSON.parse(bundleOf(RULES)), budgets: BUDGETS }))
  await rooms.access.createPrincipal(COUNTED, 'bench')
  const whole = (by: Principal) => async (): Promise<void> => {
    const { action_id, reason, status } = await rooms.actions.submit(by, CALL)
    if (status !== 'started') throw new Error(reason)
    await rooms.actions.settle(by, action_id, { status: 'succeeded', duration_ms: 1 })
  }
  const { plain = [], counted = [] } = await timed({ plain: whole(BOT), counted: whole(COUNTED) })
  const medians = [plain, counted].map((times) => quantile(times, 0.5)) as [number, number]
  const ratio = (medians[1] / medians[0]).toFixed(2)
  console.log(
    `decision and outcome without output: p50 ${ms(medians[0])}; reserved on and settled with five budgets ${ms(medians[1])}, ${ratio} ×`,
  )
}

async function timed(
  steps: Readonly<Record<string, () => unknown>>,
  warmUp = WARM_UP,
  rounds = ROUNDS,
): Promise<Costs> {
  const costs: Costs = Object.fromEntries(Object.keys(steps).map((name) => [name, []]))
  for (let round = -warmUp; round < rounds; round++) {
    for (const [name, step] of Object.entries(steps)) {
      const began = performance.now()
      await step()
      if (round >= 0) costs[name]?.push(performance.now() - began)
    }
  }
  return costs
}

async function prepare({ access, policy }: Rooms): Promise<void> {
  await access.createPrincipal(BOT, 'bench')
  await usePolicy({ policy }, bundleOf(RULES))
}

async function usePolicy({ policy }: Pick<Rooms, 'policy'>, bundle: string): Promise<void> {
  await policy.replace(BOT.tenant, { bundle, reason: 'bench', by: 'bench' })
}

function print(title: string, costs: Costs): void {
  const whole = sums(costs)
  console.log(`${title}: p50 ${ms(quantile(whole, 0.5))}, p99 ${ms(quantile(whole, 0.99))}`)
  const total = mean(whole)
  for (const [name, times] of Object.entries(costs)) {
    const share = ((100 * mean(times)) / total).toFixed(0).padStart(3)
    console.log(`  ${name.padEnd(26)} p50 ${ms(quantile(times, 0.5))}  p99 ${ms(quantile(times, 0.99))}  ${share} %`)
  }
}

/** What each action cost over all steps. */
function sums(costs: Costs): number[] {
  const rows = Object.values(costs)
  return (rows[0] ?? []).map((_, n) => rows.reduce((sum, times) => sum + (times[n] ?? 0), 0))
}

function quantile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

function mean(times: readonly number[]): number {
  return times.reduce((sum, one) => sum + one, 0) / times.length
}

function ms(value: number): string {
  return `${value.toFixed(3).padStart(7)} ms`
}

function verdict(p99: number): string {
  return `${ms(p99).trim()}, ${p99 < TARGET_P99_MS ? 'met' : 'MISSED'}`
}
