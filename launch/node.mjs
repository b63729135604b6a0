// Brings a supported Node along where the running one is too old: a registry package that ships the binary.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const BROUGHT_VERSION = '24.21.0'

/** True for the versions in `engines` of package.json. */
export function isSupported(version) {
  const [major, minor] = version.split('.').map(Number)
  return (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26
}

/** The environment whose `node` is a supported one; installs it under `.node/` when needed. */
export function ensureNode(root, env) {
  if (isSupported(process.versions.node)) return env
  const home = join(root, '.node')
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  const bin = join(home, 'node_modules', name, 'bin')
  if (!existsSync(join(bin, 'node'))) install(home, `${name}@${BROUGHT_VERSION}`, env)
  return { ...env, PATH: `${bin}${delimiter}${env.PATH ?? ''}` }
}

function install(home, spec, env) {
  console.error(`node ${process.versions.node} is too old for sallyport: installing ${spec} into .node/`)
  mkdirSync(home, { recursive: true })
  writeFileSync(join(home, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--prefix', home, '--no-save', '--no-audit', '--no-fund', '--loglevel=error', spec]
  const done = spawnSync('npm', args, { env, stdio: ['ignore', 2, 2] })
  if (done.status === 0) return
  console.error(`could not install ${spec}: check the network and the npm registry, or install node 24 yourself`)
  process.exit(1)
}
