// What a lint is: a red flag of policies, with its reason and its own examples, from which its tests are made.
import type { Bundle } from './bundle.ts'

/** How bad it is: an error is almost surely not what was meant, a warning deserves a look. */
export type LintSeverity = 'error' | 'warning'

/** One thing that a lint found, before it is known under the lint's name. */
export interface LintHit {
  /** Id of the rule it is about; null where it is about the bundle. */
  readonly rule: string | null
  /** What is wrong and what to do next. */
  readonly message: string
}

/** One finding, as it is shown. */
export interface LintFinding extends LintHit {
  /** Id of the lint. */
  readonly lint: string
  readonly severity: LintSeverity
}

/** A bundle that shows what a lint does. */
interface LintExample {
  readonly title: string
  /** The bundle in YAML. */
  readonly bundle: string
}

/** A lint's definition. `check` is pure, never throws on a parsed bundle, and takes a second at most on 10,000 rules. */
export interface Lint {
  /** Kebab-case, as its file is named. */
  readonly id: string
  readonly title: string
  /** Why it matters, in one sentence. */
  readonly why: string
  readonly severity: LintSeverity
  readonly check: (bundle: Bundle) => readonly LintHit[]
  /** Bundles that must be reported. */
  readonly reported: readonly LintExample[]
  /** Bundles that must not be. */
  readonly accepted: readonly LintExample[]
}
