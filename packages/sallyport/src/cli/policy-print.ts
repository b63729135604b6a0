// `sallyport policy schema` and `sallyport policy hash`: what tools beside this one need of a policy.
import { policyJsonSchema } from '@sallyport/core'
import { Command } from 'commander'
import { readMatcher } from './policy-files.ts'

/** Prints the JSON Schema of bundles. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of bundles, for editors')
    .action(() => console.log(JSON.stringify(policyJsonSchema(), null, 2)))
}

/** Prints policy hashes like `sha256sum`: hash, two spaces, file. */
export function hashCommand(): Command {
  return new Command('hash')
    .description('print the policy hash, which comments and order do not change')
    .argument('<bundles...>', 'policy bundles, YAML or JSON')
    .addHelpText('after', '\nExit codes: 0 printed, 2 a file could not be read or is not valid')
    .action((files: readonly string[]) => {
      for (const file of files) console.log(`${readMatcher(file).policy_hash}  ${file}`)
    })
}
