// The embedded server's life: found again, revived, shared by two processes, stopped by the last.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openStore } from './open-store.ts'

const directory = mkdtempSync(join(tmpdir(), 'sallyport-embedded-'))
const settings = { directory, owns: true, poolSize: 2 }

after(() => {
  const { home } = JSON.parse(readFileSync(join(directory, 'postgres.json'), 'utf8')) as { home: string }
  rmSync(home, { recursive: true, force: true })
  rmSync(directory, { recursive: true, force: true })
})

test('two stores share one server, and the last one stops it', async () => {
  const first = await openStore(settings)
  const second = await openStore(settings)
  assert.equal(first.embedded?.pid(), second.embedded?.pid())
  await first.close()
  await sql`select 1`.execute(second.app)
  await second.close()
  assert.equal(second.embedded?.pid(), null)
})

test('what was committed survives the death of the server, which is started again', async () => {
  const store = await openStore(settings)
  await sql`insert into tenants (id, name, created_at) values ('survivor', 'Survivor', now())`.execute(store.app)
  const killed = store.embedded?.pid() ?? 0
  process.kill(killed, 'SIGKILL')
  const rows = await untilAnswered(async () => {
    // The dead server's sessions answer a moment longer than it lives.
    assert.ok(![null, killed].includes(store.embedded?.pid() ?? null))
    return (await sql`select id from tenants`.execute(store.app)).rows
  })
  assert.deepEqual(rows, [{ id: 'survivor' }])
  await store.close()
})

async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      if (attempt === 100) throw error
      await sleep(200)
    }
  }
}
