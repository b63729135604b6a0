// Which Node versions the launcher accepts, and that a supported one is used as it is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ensureNode, isSupported } from './node.mjs'

test('versions outside `engines` are too old', () => {
  for (const version of ['18.20.0', '20.20.2', '22.17.1', '23.11.0', '24.10.0', '25.0.0']) {
    assert.equal(isSupported(version), false, version)
  }
})

test('versions inside `engines` are used', () => {
  for (const version of ['22.18.0', '22.22.1', '24.11.0', '24.21.0', '26.0.0', '27.1.0']) {
    assert.equal(isSupported(version), true, version)
  }
})

test('a supported node brings nothing along', () => {
  const env = { PATH: '/somewhere' }
  assert.equal(ensureNode('/nowhere', env), env)
})
