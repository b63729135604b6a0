// Rules and actions in the shape of the reference vectors in `test/golden/policy`: the same keys, about as often, over like words.
import type { Action } from '@sallyport/core'
import { type Draw, seeded } from './random.ts'

/** The four decisions, mildest first. */
export const KINDS = ['ALLOW', 'ALLOW_WITH_CONSTRAINTS', 'REQUIRE_APPROVAL', 'DENY'] as const

/** One of the four decisions. */
export type Kind = (typeof KINDS)[number]

/** A rule as every engine gets it; every key of `match` must hold, and the severest decision wins. */
export interface BenchRule {
  readonly id: string
  readonly decision: Kind
  readonly match: {
    /** Exact, or a prefix where it ends in `*`. */
    readonly topic: string
    /** Exact, or `verb:*`. */
    readonly action?: string
    readonly labels?: Readonly<Record<string, string>>
    /** Tags that must all be present. */
    readonly risk_tags?: readonly string[]
    /** Globs of which one must match the host. */
    readonly hosts?: readonly string[]
  }
}

/** An action with everything that the rules ask for. */
export type BenchAction = Action & Required<Pick<Action, 'topic' | 'action' | 'labels' | 'risk_tags'>>

const split = (text: string): readonly string[] => text.split(' ')
const DOMAINS = split(
  'ads analytics audit backup billing calendar cdn chat crm db deploy dns docs exec feature files fraud hr iam integrations inventory k8s kyc legal mail marketing ml network payments pricing queue repo search secrets shipping support tickets vault voice warehouse',
)
const NOUNS = split('carts catalog contacts customers invoices leads ledger orders profiles sessions')
const VERBS = split(
  'apply approve call create delete export grant list read refund rollback rotate send shell update write',
)
const ACTIONS = split('create delete execute export grant list read send transfer update')
const RESOURCES = split(
  'buckets carts contracts customers invoices leads models orders payroll pods profiles records reports repo sessions tickets tokens users vaults volumes',
)
const LABELS: Readonly<Record<string, readonly string[]>> = {
  env: split('dev prod sandbox staging'),
  command_class: split('admin destructive read write'),
  team: split(
    'core data finance growth hr identity infra legal logistics ml mobile partner payments platform risk search security sre support web',
  ),
  region: split('ap_south_1 eu_central_1 eu_west_1 sa_east_1 us_east_1 us_west_2'),
  data_class: split('confidential internal public restricted'),
  channel: split('api batch chat ide'),
}
const TAGS = split(
  'after_hours bulk_export code_exec cross_tenant customer_visible destructive egress external_model financial irreversible low_confidence memory_write network_scan new_tool payment pci phi pii privilege_change prod_write secrets shell untrusted_input vendor_api',
)
const SITES = split(
  'amazonaws.com anthropic.com datadoghq.com github.com openai.com slack.com stripe.com vendor.example',
)
const SERVERS = split('api api-eu auth hooks status uploads us-east www')

/** Domains for a number of rules: 10,000 are about more systems than 1,000 are, else many more than in the vectors would match. */
function domainsFor(rules: number): readonly string[] {
  const copies = Math.max(1, Math.round(rules / 2000))
  return Array.from({ length: copies }, (_, i) => DOMAINS.map((domain) => (i === 0 ? domain : `${domain}${i}`))).flat()
}

function topicOf(draw: Draw, domains: readonly string[]): string {
  const domain = `job.${draw.of(domains)}`
  return draw.chance(0.6) ? `${domain}.${draw.of(NOUNS)}.${draw.of(VERBS)}` : `${domain}.${draw.of(VERBS)}`
}

/** Of 1,000 vectors 10 take every topic, 204 a domain, 153 a domain and a noun, the others one topic. */
function topicPattern(draw: Draw, domains: readonly string[]): string {
  const at = draw.below(1000)
  if (at < 10) return '*'
  if (at < 214) return `job.${draw.of(domains)}.*`
  return at < 367 ? `job.${draw.of(domains)}.${draw.of(NOUNS)}.*` : topicOf(draw, domains)
}

function labelsOf(draw: Draw, count: number): Record<string, string> {
  return Object.fromEntries(draw.some(Object.keys(LABELS), count).map((key) => [key, draw.of(LABELS[key]!)]))
}

function ruleOf(draw: Draw, number: number, domains: readonly string[]): BenchRule {
  const topic = topicPattern(draw, domains)
  const labels = labelsOf(draw, draw.of([0, 1, 1, 1, 1, 2, 2, 2, 3]))
  const tags = draw.some(TAGS, draw.of([0, 0, 0, 0, 0, 1, 1, 1, 1, 2]))
  // A rule for everything asks for more, as it does in the vectors; else it would decide every action.
  const needed = topic === '*' && tags.length < 2 ? draw.some(TAGS, 2) : tags
  const site = draw.of(SITES)
  return {
    id: `r${String(number).padStart(5, '0')}`,
    decision: KINDS[draw.of([0, 0, 0, 0, 1, 1, 2, 2, 3, 3])]!,
    match: {
      topic,
      ...(Object.keys(labels).length > 0 && { labels }),
      ...(draw.chance(0.23) && { action: `${draw.of(ACTIONS)}:${draw.chance(0.65) ? '*' : draw.of(RESOURCES)}` }),
      ...(needed.length > 0 && { risk_tags: needed }),
      ...(draw.chance(0.115) && { hosts: [draw.chance(0.7) ? `*.${site}` : `${draw.of(SERVERS)}.${site}`] }),
    },
  }
}

/** Rules from a seed. */
export function rulesFor(count: number, seed: number): BenchRule[] {
  const draw = seeded(seed)
  const domains = domainsFor(count)
  return Array.from({ length: count }, (_, number) => ruleOf(draw, number, domains))
}

function actionOf(draw: Draw, number: number, topic: string): BenchAction {
  return {
    tenant: `tenant-${draw.below(40)}`,
    agent: `agent-${draw.below(500)}`,
    ts: 1_793_491_200_000 + number * 37,
    topic,
    action: `${draw.of(ACTIONS)}:${draw.of(RESOURCES)}`,
    labels: labelsOf(draw, draw.of([3, 4, 4, 5, 5, 5, 6, 6])),
    risk_tags: draw.some(TAGS, draw.of([0, 0, 0, 1, 1, 1, 1, 2, 2, 3])),
    ...(draw.chance(0.5) && { host: `${draw.of(SERVERS)}.${draw.of(SITES)}` }),
  }
}

/** The same action with all that the rule asks for. */
function meeting(action: BenchAction, { match }: BenchRule, draw: Draw): BenchAction {
  return {
    ...action,
    ...(match.action !== undefined && { action: match.action.replace('*', draw.of(RESOURCES)) }),
    labels: { ...action.labels, ...match.labels },
    risk_tags: [...new Set([...action.risk_tags, ...(match.risk_tags ?? [])])],
    ...(match.hosts !== undefined && { host: match.hosts[0]!.replace('*', draw.of(SERVERS)) }),
  }
}

/**
 * By number of rules, the share of actions made to meet a rule that is drawn for them. The more rules there are, the more match
 * by chance; with both, about 0.8 rules match an action at every size, as in the vectors (0.76 of 10, 0.87 of 100, 0.82 of 1,000).
 * The benchmark prints what it was.
 */
function targeted(rules: number): number {
  return 0.78 - 0.385 * Math.min(2, Math.max(0, Math.log10(rules / 100)))
}

/**
 * Actions from a seed. Half of those that are not made to meet a rule have a topic that some rule names, or one below it. Where
 * `unseen`, the last segment of each topic occurs nowhere else, so that only rules for a prefix can match. They come out of a JSON
 * parser, as they do in production: no string is one that an engine has met.
 */
export function actionsFor(rules: readonly BenchRule[], count: number, seed: number, unseen: boolean): BenchAction[] {
  const draw = seeded(seed)
  const named = rules.filter(({ match }) => match.topic !== '*')
  const targets = unseen ? named.filter(({ match }) => match.topic.endsWith('*')) : named
  const share = targeted(rules.length)
  const actions = Array.from({ length: count }, (_, number) => {
    const target = draw.chance(share) ? draw.of(targets) : null
    const below = target ?? (draw.chance(0.5) ? draw.of(named) : null)
    const known = below === null ? topicOf(draw, DOMAINS) : below.match.topic.replace(/\*$/, draw.of(VERBS))
    const fresh = `new-${number.toString(36)}-${draw.below(2 ** 30).toString(36)}`
    const action = actionOf(draw, number, unseen ? known.replace(/[^.]*$/, fresh) : known)
    return target === null ? action : meeting(action, target, draw)
  })
  return actions.map((action) => JSON.parse(JSON.stringify(action)) as BenchAction)
}
