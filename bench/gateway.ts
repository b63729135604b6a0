// `npm run bench:gateway`: what the gateway adds to `tools/call` over stdio, beside a bare commit and a bare relay.
import { startTestServer } from '../test/conformance/test-server.ts'
import type { Session } from './gateway/session.ts'
import { openSetting, type Setting } from './gateway/setting.ts'
import { median, throughput, timed } from './gateway/statistics.ts'

const WARM_UP = 200
const PAIRS = 600
const ROUNDS = 3
const CALLS_A_ROUND = 1_500
const WIDTH = 32

/** p50 added to one call in flight: at most two single commits and this, in milliseconds. */
const TARGET_BEYOND_COMMITS_MS = 0.4
/** Calls a second with 32 in flight, as a share of the plain relay's. */
const TARGET_SHARE = 0.35

const DOORS = ['relay', 'database', 'http'] as const
const NAMES = { relay: 'plain relay', database: 'gateway, database', http: 'gateway, HTTP' } as const

/** One call each in turn, so that whatever else the machine does falls on all alike. */
async function latency(setting: Setting): Promise<void> {
  const taken = { direct: [] as number[], relay: [] as number[], database: [] as number[], http: [] as number[] }
  const commits: number[] = []
  for (let n = 0; n < PAIRS; n++) {
    for (const door of ['direct', ...DOORS] as const) taken[door].push(await timed(setting[door].call))
    commits.push(await timed(setting.commit))
  }
  const commit = median(commits)
  const target = 2 * commit + TARGET_BEYOND_COMMITS_MS
  console.log(`one in flight, ${PAIRS} calls each, p50`)
  console.log(`  single commit       ${commit.toFixed(3)} ms`)
  console.log(`  direct call         ${median(taken.direct).toFixed(3)} ms`)
  for (const door of DOORS) {
    const added = median(taken[door].map((ms, n) => ms - (taken.direct[n] as number)))
    const verdict = door === 'relay' ? '' : `; target ≤ ${target.toFixed(3)} ms, ${added <= target ? 'met' : 'MISSED'}`
    const commitsWorth = `${(added / commit).toFixed(2)} single commits`
    console.log(`  ${NAMES[door].padEnd(18)}  + ${added.toFixed(3)} ms = ${commitsWorth}${verdict}`)
  }
}

async function rates(setting: Setting): Promise<void> {
  const rate = { direct: [] as number[], relay: [] as number[], database: [] as number[], http: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const door of ['direct', ...DOORS] as const) {
      rate[door].push(await throughput(setting[door].call, WIDTH, CALLS_A_ROUND))
    }
  }
  const relay = median(rate.relay)
  console.log(`${WIDTH} in flight, ${ROUNDS} rounds of ${CALLS_A_ROUND} calls, median calls/s`)
  console.log(`  direct              ${Math.round(median(rate.direct))}`)
  console.log(`  plain relay         ${Math.round(relay)}`)
  for (const door of ['database', 'http'] as const) {
    const share = median(rate[door]) / relay
    const verdict = `target ≥ ${TARGET_SHARE}, ${share >= TARGET_SHARE ? 'met' : 'MISSED'}`
    console.log(
      `  ${NAMES[door].padEnd(18)}  ${Math.round(median(rate[door]))} = ${share.toFixed(2)} of the plain relay; ${verdict}`,
    )
  }
}

async function warmUp(sessions: readonly Session[]): Promise<void> {
  for (const session of sessions) await throughput(session.call, WIDTH, WARM_UP)
}

const server = await startTestServer()
try {
  const setting = await openSetting(server.connection)
  await warmUp([setting.direct, setting.relay, setting.database, setting.http])
  await latency(setting)
  await rates(setting)
  await setting.close()
} finally {
  await server.remove()
}
