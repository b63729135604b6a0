// Two launches at once install once, and a lock left by a dead process is taken over.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after, test } from 'node:test'

const root = mkdtempSync(join(tmpdir(), 'sallyport-launch-'))
after(() => rmSync(root, { recursive: true }))

test('two launches install once, also over the lock of a process that died', async () => {
  mkdirSync(join(root, 'bin'))
  mkdirSync(join(root, '.node'))
  writeFileSync(join(root, '.node', 'installing'), '999999999')
  writeFileSync(join(root, 'package-lock.json'), '{}')
  writeFileSync(join(root, 'bin', 'npm'), '#!/bin/sh\nsleep 0.5\nmkdir -p node_modules\necho once >> calls\n')
  chmodSync(join(root, 'bin', 'npm'), 0o755)
  assert.deepEqual(await Promise.all([launch(), launch()]), [0, 0])
  assert.equal(readFileSync(join(root, 'calls'), 'utf8'), 'once\n')
  assert.equal(await launch(), 0)
  assert.equal(readFileSync(join(root, 'calls'), 'utf8'), 'once\n')
})

function launch(): Promise<number | null> {
  const module = join(import.meta.dirname, 'dependencies.mjs')
  const script = `import(${JSON.stringify(module)}).then((m) => m.installDependencies(${JSON.stringify(root)}, process.env))`
  const env = { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env['PATH']}` }
  const child = spawn(process.execPath, ['-e', script], { env, stdio: 'ignore' })
  return new Promise((resolve) => child.once('exit', resolve))
}
