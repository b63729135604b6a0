// `sallyport policy`: check, test, compare, try, explain and activate policies.
import { Command } from 'commander'
import { activateCommand } from './policy-activate.ts'
import { decideCommand } from './policy-decide.ts'
import { diffCommand } from './policy-diff.ts'
import { explainCommand } from './policy-explain.ts'
import { lintCommand } from './policy-lint.ts'
import { hashCommand, schemaCommand } from './policy-print.ts'
import { testCommand } from './policy-test.ts'

/** The command with its subcommands. A bundle is YAML or JSON everywhere; `-` reads standard input. */
export function policyCommand(): Command {
  const command = new Command('policy').description('policies: check, test, compare, try, explain, activate')
  for (const child of [
    lintCommand(),
    testCommand(),
    diffCommand(),
    decideCommand(),
    explainCommand(),
    schemaCommand(),
    hashCommand(),
    activateCommand(),
  ]) {
    command.addCommand(child)
  }
  return command
}
