// Keeps child processes running and strikes them at random: killed without warning, or stopped for a while and woken.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { between, type Random } from './seeded-random.ts'

/** One process that is to run all the time. */
export interface Victim {
  readonly name: string
  /** Program file, run by this Node. */
  readonly program: string
  readonly env: Readonly<Record<string, string>>
  /** Hears each whole line that it writes. A line that a kill has torn is never heard. */
  readonly heard: (line: string) => void
}

/** What was done to the victims. */
export interface Strikes {
  kills: number
  stalls: number
  /** Processes that ended by themselves. */
  deaths: number
}

/** How the chaos behaves. */
export interface Chaos {
  readonly random: Random
  readonly duration_ms: number
  /** Shortest and longest time between two strikes. */
  readonly pause_ms: readonly [number, number]
  /** Longest time a stalled process sleeps. */
  readonly stall_ms: number
}

const STALL_SHARE = 0.15

/**
 * Runs `victims` for the given time, restarting what dies; kills all of them in the end. Only a process that has said
 * something since it started is struck, so that a slow machine still makes progress.
 */
export async function strikeAtRandom(victims: readonly Victim[], chaos: Chaos): Promise<Strikes> {
  const strikes: Strikes = { kills: 0, stalls: 0, deaths: 0 }
  const running = victims.map((victim) => keepRunning(victim, strikes))
  const until = performance.now() + chaos.duration_ms
  while (performance.now() < until) {
    await sleep(between(chaos.random, ...chaos.pause_ms))
    const target = running[between(chaos.random, 0, running.length - 1)]!
    const stall = chaos.random() < STALL_SHARE
    const stall_ms = between(chaos.random, 50, chaos.stall_ms)
    if (!target.ready()) continue
    strikes[stall ? 'stalls' : 'kills']++
    target.signal(stall ? 'SIGSTOP' : 'SIGKILL')
    if (stall) setTimeout(() => target.signal('SIGCONT'), stall_ms)
  }
  await Promise.all(running.map((process) => process.end()))
  return strikes
}

function keepRunning(victim: Victim, strikes: Strikes) {
  let ending = false
  let ready = false
  let child = start()
  function start(): ChildProcess {
    const env = { ...process.env, ...victim.env }
    const fresh = spawn(process.execPath, [victim.program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    ready = false
    hearWholeLines(fresh, (line) => {
      ready = true
      victim.heard(line)
    })
    fresh.once('exit', (_code, signal) => {
      if (ending) return
      if (signal === 'SIGKILL') child = start()
      else strikes.deaths++
    })
    return fresh
  }
  return {
    ready: () => ready,
    signal(signal: NodeJS.Signals): void {
      if (signal === 'SIGKILL') ready = false
      child.kill(signal)
    },
    async end(): Promise<void> {
      ending = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const closed = new Promise((resolve) => child.once('close', resolve))
      child.kill('SIGKILL')
      await closed
    },
  }
}

// readline hands out an unfinished last line, too; every whole line of a victim ends in a full stop.
function hearWholeLines(child: ChildProcess, heard: (line: string) => void): void {
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (line.endsWith('.')) heard(line.slice(0, -1))
  })
}
