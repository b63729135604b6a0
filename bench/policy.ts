// `npm run bench:policy`: our decisions beside those of CASL, Cedar and casbin, on the same rules and actions in the same run.
import { casbin } from './policy/casbin.ts'
import { casl } from './policy/casl.ts'
import { cedar } from './policy/cedar.ts'
import { compileCost } from './policy/compile.ts'
import type { Contender } from './policy/engine.ts'
import { clockCost, type Measured, measure } from './policy/measure.ts'
import { matchingRules, sallyport } from './policy/sallyport.ts'
import { actionsFor, type Kind, rulesFor } from './policy/workload.ts'

const SIZES = [10, 100, 1_000, 10_000] as const
const PEERS: readonly Contender[] = [casl, cedar, casbin]
const SEED = 20_260
const ACTIONS = 40_000
/** Actions and milliseconds a peer gets for each size: enough for a median, and the whole run stays short. */
const PEER_ACTIONS = 8_000
const PEER_MS = 3_000
const OWN_MS = 6_000

/** Targets: microseconds, the ratio to CASL, milliseconds and megabytes. */
const TARGET = { median: 1.3, p99: 5, times_casl: 200, compile_ms: 50, heap_mb: 50 }

type Row = ReadonlyMap<string, Measured>

function row(name: string, size: number, one: Measured, ours: Measured): void {
  const ratio = `${(one.median / ours.median).toFixed(1)}×`
  const wrong = one.disagreements === 0 ? 'agrees' : `${one.disagreements} of ${one.samples} differ`
  const cells = [one.median.toFixed(2), one.p99.toFixed(2), ratio, String(one.samples)].map((cell) => cell.padStart(11))
  console.log(`${String(size).padStart(6)}  ${name.padEnd(22)}${cells.join('')}  ${wrong}`)
}

/** All engines on one number of rules. What ours decides beforehand, on other copies of the actions, is what is expected of all. */
async function compare(size: number): Promise<Row> {
  const rules = rulesFor(size, SEED)
  const own = await sallyport.load(rules)
  const found = new Map<string, Measured>()
  for (const unseen of [true, false]) {
    const fresh = () => actionsFor(rules, ACTIONS, SEED + 1, unseen)
    const expected: Kind[] = fresh().map((action) => own.decide(own.prepare(action)))
    const density = matchingRules(rules, fresh().slice(0, PEER_ACTIONS)).toFixed(2)
    console.log(`${density} rules match an action on ${unseen ? 'new' : 'known'} topics`)
    const ours = measure(own, fresh(), expected, OWN_MS)
    const title = unseen ? 'sallyport' : 'sallyport, known topics'
    found.set(title, ours)
    row(title, size, ours, found.get('sallyport')!)
    if (!unseen) continue
    for (const peer of PEERS) {
      const engine = await peer.load(rules)
      const measured = measure(engine, fresh().slice(0, PEER_ACTIONS), expected, PEER_MS)
      found.set(peer.name, measured)
      row(peer.name, size, measured, ours)
    }
  }
  return found
}

function verdict(met: boolean, text: string): void {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${text}`)
}

function judge(rows: ReadonlyMap<number, Row>): void {
  const most = rows.get(10_000)!
  const [ours, known, casl] = ['sallyport', 'sallyport, known topics', 'CASL'].map((name) => most.get(name)!)
  const worst = { median: Math.max(ours!.median, known!.median), p99: Math.max(ours!.p99, known!.p99) }
  verdict(
    worst.median <= TARGET.median,
    `median at 10,000 rules ${worst.median.toFixed(2)} µs, target ≤ ${TARGET.median}`,
  )
  verdict(worst.p99 <= TARGET.p99, `p99 at 10,000 rules ${worst.p99.toFixed(2)} µs, target ≤ ${TARGET.p99}`)
  const times = casl!.median / ours!.median
  verdict(times >= TARGET.times_casl, `${times.toFixed(0)} times CASL at 10,000 rules, target ≥ ${TARGET.times_casl}`)
  const few = rows.get(10)!
  const fastest = PEERS.toSorted((left, right) => few.get(left.name)!.median - few.get(right.name)!.median)[0]!.name
  const [mine, theirs] = [few.get('sallyport')!.median, few.get(fastest)!.median]
  verdict(mine <= theirs, `at 10 rules ${mine.toFixed(2)} µs, the fastest peer (${fastest}) ${theirs.toFixed(2)} µs`)
}

function judgeCompile(): void {
  const { median_ms, least_ms, heap_mb } = compileCost(rulesFor(10_000, SEED))
  const spread = `${median_ms.toFixed(1)} ms at the median, ${least_ms.toFixed(1)} ms at best`
  verdict(median_ms <= TARGET.compile_ms, `10,000 rules compiled in ${spread}, target ≤ ${TARGET.compile_ms}`)
  verdict(heap_mb <= TARGET.heap_mb, `they hold ${heap_mb.toFixed(1)} MB of heap, target ≤ ${TARGET.heap_mb}`)
}

console.log('policy decisions, one call at a time, on topics never seen before; microseconds')
console.log(`each call timed by itself, less ${clockCost()} ns that the clock takes; ratio of medians to ours`)
console.log(
  `${' rules'}  ${'engine'.padEnd(22)}${['median', 'p99', 'ratio', 'samples'].map((head) => head.padStart(11)).join('')}`,
)
const rows = new Map<number, Row>()
for (const size of SIZES) rows.set(size, await compare(size))
judge(rows)
judgeCompile()
