// Installs exactly what package-lock.json records, once per lockfile and Node major.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Runs `npm ci` unless node_modules already holds this lockfile. */
export function installDependencies(root, env) {
  const stamp = join(root, 'node_modules', '.sallyport-lock')
  const wanted = `${nodeMajor(env)} ${createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('installing dependencies (npm ci), once')
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
  })
  if (done.status !== 0) {
    console.error('npm ci failed: read its message above; the npm registry must be reachable')
    process.exit(1)
  }
  writeFileSync(stamp, wanted)
}

function nodeMajor(env) {
  return spawnSync('node', ['-p', 'process.versions.node.split(".")[0]'], { env, encoding: 'utf8' }).stdout.trim()
}
