// A taken port is told with its number and the flag, and a free one is given back unharmed.
import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import test from 'node:test'
import type { Refusal } from '../refusal.ts'
import { checkPort } from './listen.ts'

test('a taken port is refused with its number and the flag that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  await assert.rejects(checkPort({ host: '127.0.0.1', port }), (error: Refusal) => {
    assert.equal(error.code, 'port_in_use')
    assert.ok(error.message.includes(String(port)) && error.message.includes('--port'))
    return true
  })
  await new Promise((resolve) => other.close(resolve))
  await checkPort({ host: '127.0.0.1', port })
})

test('an address that is not of this machine is refused', async () => {
  await assert.rejects(checkPort({ host: '203.0.113.1', port: 0 }), (error: Refusal) => error.code === 'cannot_listen')
})
