// Follows what becomes of actions: each decision and each outcome is a step of its trajectory, with the signs that it is.
import {
  type ActionContent,
  type DecisionKind,
  type FingerprintKey,
  type Fingerprints,
  fingerprintsToKeep,
  hasDrifted,
  type JsonValue,
  type Marks,
  type Matcher,
  normaliseName,
  OVER_BUDGET_CODES,
  type RiskConfiguration,
  type RiskTier,
  type Sign,
  type StepFacts,
  signsOfCall,
  signsOfResult,
} from '@sallyport/core'
import { recentMap } from '../../recent-map.ts'
import { recordedName } from '../../recorded-text.ts'
import { type AskedStep, inventoryEntry, type JudgedStep, lookAt } from './guard.ts'
import { unpackPrints } from './pack-prints.ts'
import type { LiveDeps } from './room.ts'
import { countCall, type LiveSession, takeMarks, takeStep } from './session.ts'
import type { Sessions } from './sessions.ts'
import { isLook, stepFacts } from './step-facts.ts'
import type { StoppedAgents } from './stopped-agents.ts'
import { textsOf } from './texts.ts'

/** What is read of the gate's answer. */
interface Answered {
  readonly action_id: string
  readonly status: string
  readonly decision: DecisionKind
  readonly code: string
}

/** What came of an action. */
interface Returned {
  readonly status: 'succeeded' | 'failed' | 'unknown'
  /** What came back, where the door tells. */
  readonly output?: JsonValue
  /** Fingerprints in place of it: six bytes each in Base 64. */
  readonly fingerprints?: { readonly prints: string; readonly complete: boolean }
  readonly result_bytes?: number
}

/** The follower, as the action room calls it. */
export interface TrajectoryFollower {
  decided(asked: AskedStep, matcher: Matcher, answer: Answered): Promise<void> | void
  started(asked: object, action_id: string): void
  /** `score`: of the detectors about what came back, in [0, 1]. */
  settled(action: SettledAction, returned: Returned, score: number): Promise<void> | void
  refused(asked: AskedStep, code: string): Promise<void> | void
  fingerprintKey(action_id: string): FingerprintKey | null
}

/** An action that was settled. */
interface SettledAction {
  readonly tenant: string
  readonly id: string
  /** Where another process started it as the step of a session. */
  readonly elsewhere: StartedElsewhere | null
}

interface StartedElsewhere {
  readonly content: ActionContent
  readonly trajectory_id: string
  readonly tier: RiskTier
  readonly matcher: Matcher
}

interface RunningStep {
  readonly session: LiveSession
  readonly name: string
  readonly facts: StepFacts
}

/** Started actions that are remembered; of others the database knows. */
const MOST_RUNNING = 50_000

/** What a step is when nothing is known of its tool. */
const UNKNOWN: StepFacts = { reads: false, sends: true, sensitive: false, untrusted: true, tier: 2 }

/** Makes the follower. */
export function trajectoryFollower(
  deps: LiveDeps,
  sessions: Sessions,
  stopped: StoppedAgents,
  judged: WeakMap<object, JudgedStep>,
): TrajectoryFollower {
  const running = recentMap<string, RunningStep>(MOST_RUNNING)
  const { configuration } = deps
  // What moves a trajectory is written before anybody hears of the step; everything else soon.
  const written = (session: LiveSession, climbed: boolean): Promise<void> | void =>
    climbed ? sessions.write(session).then(() => stopped.outdate(session.tenant)) : sessions.writeSoon(session)
  const came = (step: RunningStep, id: string, returned: Returned, score: number): Promise<void> | void =>
    written(step.session, takeResult(step, id, returned, score, deps))

  return {
    decided(asked, matcher, answer) {
      const { trajectory_id: name, content } = asked
      if (name === undefined) return
      const found = judged.get(asked)
      const take = (step: JudgedStep) => written(step.session, takeCall(step, asked, answer, deps))
      if (found !== undefined) return take(found)
      // The policy denied it, so that no guard was asked.
      const session = sessions.fresh({ tenant: content.tenant, agent: content.agent, name })
      const look = (loaded: LiveSession) => lookAt(loaded, asked, inventoryEntry(matcher, content), deps.now())
      return session instanceof Promise ? session.then((loaded) => take(look(loaded))) : take(look(session))
    },
    started(asked, action_id) {
      const step = judged.get(asked)
      if (step === undefined) return
      // Also where it was asked for in another session, and started in this one by a person's approval.
      markOwn(step.session, asked as AskedStep)
      running.set(action_id, { session: step.session, name: nameOf(asked as AskedStep), facts: step.facts })
    },
    settled({ tenant, id, elsewhere }, returned, score) {
      const step = running.get(id)
      running.delete(id)
      if (step !== undefined) return came(step, id, returned, score)
      if (elsewhere === null) return
      const { content, trajectory_id: name } = elsewhere
      const take = (session: LiveSession) => came(stepElsewhere(session, elsewhere), id, returned, score)
      const session = sessions.fresh({ tenant, agent: content.agent, name })
      return session instanceof Promise ? session.then(take) : take(session)
    },
    fingerprintKey: (action_id) => running.get(action_id)?.session.key ?? null,
    async refused(asked, code) {
      const { trajectory_id: name, content } = asked
      if (name === undefined) return
      const session = await sessions.fresh({ tenant: content.tenant, agent: content.agent, name })
      const step = { at: deps.now(), kind: 'refused', action_id: null, name: nameOf(asked), facts: UNKNOWN } as const
      const signs: Sign[] = isNoFault(code) ? [] : [{ kind: 'refused', strength: 1 }]
      countCall(session, step.at)
      session.strayed ||= signs.length > 0
      const said = { decision: null, code, status: null }
      await written(session, takeStep(session, { ...step, ...said }, signs, configuration))
    },
  }
}

function takeCall(
  { session, facts, context }: JudgedStep,
  asked: AskedStep,
  answer: Answered,
  deps: LiveDeps,
): boolean {
  const { configuration, now } = deps
  const signs = signsOfCall(facts, context, configuration).filter(({ kind }) => kind !== 'pace' || isNewPace(session))
  // Clients look around by habit, whether or not they may.
  const denied = answer.status === 'denied' && !isNoFault(answer.code) && !isLook(asked.content)
  if (denied) signs.push({ kind: 'denied', strength: 1 })
  noteHabits(session, asked, context.out_of_scope || denied)
  signs.push(...driftSigns(session, configuration))
  const { action_id, decision, code, status } = answer
  const at = now()
  // What is started was marked when it was.
  if (answer.status !== 'denied' && answer.status !== 'started') markOwn(session, asked)
  countCall(session, at)
  const step = { at, kind: 'decided', action_id, name: nameOf(asked), facts, decision, code, status } as const
  return takeStep(session, step, signs, configuration)
}

/** What an agent says first is its own, and stays so where it comes back. */
function markOwn(session: LiveSession, { content }: AskedStep): void {
  const texts = content.arguments === undefined ? null : textsOf(content.arguments)
  if (texts !== null) takeMarks(session, { kind: 'known', ...fingerprintsToKeep(texts, session.key) })
}

// Nothing is wrong with a call that comes too early, that a person stopped, or that the gate failed to judge.
const NO_FAULT: ReadonlySet<string> = new Set([...OVER_BUDGET_CODES, 'killed', 'guard_failed', 'contended'])

function isNoFault(code: string): boolean {
  return NO_FAULT.has(code)
}

function isNewPace(session: LiveSession): boolean {
  const isNew = session.paced_minute !== session.minute
  session.paced_minute = session.minute
  return isNew
}

function noteHabits(session: LiveSession, { content }: AskedStep, strayed: boolean): void {
  const tool = content.tool === undefined ? null : normaliseName(content.tool)
  if (tool !== null) session.tools.add(tool)
  session.strayed ||= strayed
}

function driftSigns(session: LiveSession, configuration: RiskConfiguration): Sign[] {
  if (session.drifted) return []
  const trajectory = { tools: [...session.tools], strayed: session.strayed }
  session.drifted = hasDrifted(session.habits, trajectory, configuration.trajectories_per_false_alarm)
  return session.drifted ? [{ kind: 'drift', strength: 1 }] : []
}

function takeResult(
  { session, name, facts }: RunningStep,
  action_id: string,
  returned: Returned,
  score: number,
  { configuration, now }: LiveDeps,
): boolean {
  const { status } = returned
  const signs = signsOfResult(facts, score, configuration)
  session.read_private ||= facts.sensitive
  session.read_untrusted ||= facts.untrusted
  for (const marks of marksOf(session, facts, returned)) takeMarks(session, marks)
  const step = { at: now(), kind: 'settled', action_id, name, facts, decision: null, code: null, status } as const
  return takeStep(session, step, signs, configuration)
}

const NOTHING: ReadonlySet<number> = new Set()

function* marksOf(session: LiveSession, facts: StepFacts, returned: Returned): Iterable<Marks> {
  if (returned.result_bytes === 0) return
  const kept = fingerprintsOf(session, returned)
  if (facts.untrusted) yield { kind: 'untrusted', ...kept }
  else yield { kind: 'known', prints: kept.prints, complete: true }
  if (facts.sensitive) yield { kind: 'private', ...kept }
}

// INVARIANT: content that the door does not show, or that is too much to be compared, could be anything.
function fingerprintsOf({ key }: LiveSession, { output, fingerprints }: Returned): Fingerprints {
  if (fingerprints !== undefined) {
    return { prints: unpackPrints(Buffer.from(fingerprints.prints, 'base64')), complete: fingerprints.complete }
  }
  const texts = output === undefined ? null : textsOf(output)
  return texts === null ? { prints: NOTHING, complete: false } : fingerprintsToKeep(texts, key)
}

/** The step of an action that another replica started, or this one before it restarted, by what the policy says of it now. */
function stepElsewhere(session: LiveSession, { content, matcher, tier }: StartedElsewhere): RunningStep {
  return { session, name: nameOf({ content }), facts: stepFacts(content, inventoryEntry(matcher, content), tier) }
}

function nameOf({ content }: Pick<AskedStep, 'content'>): string {
  return recordedName(content.tool ?? content.action ?? content.topic ?? '')
}
