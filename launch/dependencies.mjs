// Installs exactly what package-lock.json records, once per lockfile and Node major, one process at a time.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const LOOK_AGAIN_MS = 200

/** Runs `npm ci` unless node_modules already holds this lockfile. */
export function installDependencies(root, env) {
  const stamp = join(root, 'node_modules', '.sallyport-lock')
  const wanted = `${nodeMajor(env)} ${createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')}`
  if (isInstalled(stamp, wanted)) return
  const unlock = lock(join(root, '.node', 'installing'))
  try {
    if (!isInstalled(stamp, wanted)) install(root, env)
    writeFileSync(stamp, wanted)
  } finally {
    unlock()
  }
}

function install(root, env) {
  console.error('installing dependencies (npm ci), once')
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error']
  const done = spawnSync('npm', args, { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (done.status !== 0) throw new Error('npm ci failed: read its message above; the npm registry must be reachable')
}

function isInstalled(stamp, wanted) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
}

/** Two installations at once would tear each other's files: the second waits; a lock whose process died is taken over. */
function lock(file) {
  mkdirSync(join(file, '..'), { recursive: true })
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (isAbandoned(file)) rmSync(file, { force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_AGAIN_MS)
    }
  }
}

function isAbandoned(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH' || error.code === 'ENOENT'
  }
}

function nodeMajor(env) {
  return spawnSync('node', ['-p', 'process.versions.node.split(".")[0]'], { env, encoding: 'utf8' }).stdout.trim()
}
