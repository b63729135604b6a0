// How the tour looks in a terminal: one line a step, aligned, coloured only where the terminal can.
import { styleText } from 'node:util'

/** What one step showed. */
export interface StepLine {
  readonly number: number
  readonly title: string
  readonly decision: string
  readonly rule: string
  readonly reason: string
  readonly micros: number | null
  readonly ran: boolean
  readonly asTold: boolean
}

const COLOURS: Readonly<Record<string, 'green' | 'yellow' | 'red'>> = {
  ALLOW: 'green',
  ALLOW_WITH_CONSTRAINTS: 'green',
  REQUIRE_APPROVAL: 'yellow',
}

/** The heading over the steps. */
export function printHeading(): void {
  const columns = `   #  ${'the agent tries to'.padEnd(40)}${'decision'.padEnd(24)}${'rule'.padEnd(21)}${'decided in'.padStart(10)}  tool     why`
  console.log(styleText('dim', columns))
}

/** One step. */
export function printStep(line: StepLine): void {
  const mark = line.asTold ? styleText('green', '✓') : styleText('red', '✗')
  const decision = styleText(COLOURS[line.decision] ?? 'red', line.decision.padEnd(24))
  const micros = (line.micros === null ? '–' : `${Math.round(line.micros)} µs`).padStart(10)
  const ran = line.ran ? 'ran    ' : 'stopped'
  console.log(
    ` ${mark} ${line.number}  ${line.title.padEnd(40)}${decision}${line.rule.padEnd(21)}${micros}  ${ran}  ${line.reason}`,
  )
}
