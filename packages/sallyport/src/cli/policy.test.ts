// The other `sallyport policy` commands as processes: what they print and how they exit.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openScratch, runCommand, type Scratch } from './run-command.ts'

const SOUND = `version: v1
rules:
  - { id: reads, match: { action: "read:*" }, decision: ALLOW }
  - { id: deletes, match: { action: "delete:*" }, decision: DENY }
`

let files: Scratch
let sound: string
before(() => {
  files = openScratch()
  sound = files.file('sound.policy.yaml', SOUND)
})
after(() => files.remove())

const policy = (...args: string[]) => runCommand(['policy', ...args])

describe('sallyport policy lint', () => {
  test('a sound bundle passes, warnings pass, errors and red flags do not', async () => {
    assert.deepEqual(await policy('lint', sound), { code: 0, stdout: `${sound}: 0 errors, 0 warnings\n`, stderr: '' })
    const warned = await policy('lint', files.file('warned.yaml', 'version: v1\npermissions: { allow: ["read:*"] }'))
    assert.equal(warned.code, 0)
    assert.match(warned.stdout, /^warning: .*warned\.yaml: no rule denies anything.*\[no-deny\]/)
    const flagged = await policy('lint', files.file('all.yaml', 'version: v1\npermissions: { allow: ["*"] }'))
    assert.equal(flagged.code, 1)
    assert.match(flagged.stdout, /error: .*rule `allow:\*` allows every action.*\[allow-everything\]/)
    const broken = await policy('lint', files.file('broken.yaml', 'version: v1\nrulez: []\n'), sound)
    assert.equal(broken.code, 1)
    assert.match(broken.stdout, /error: .*broken\.yaml:2:1: there is no key `rulez` here: write `rules`/)
    assert.match(broken.stdout, /sound\.policy\.yaml: 0 errors/)
  })

  test('as JSON, with byte order mark and CRLF', async () => {
    const path = files.file('crlf.yaml', `\ufeff${SOUND.replaceAll('\n', '\r\n')}`)
    const { code, stdout } = await policy('lint', '--json', path)
    assert.equal(code, 0)
    assert.deepEqual(JSON.parse(stdout), { ok: true, file: path, errors: [], findings: [] })
  })

  test('a file that is missing or no text is said to be', async () => {
    const missing = await policy('lint', files.path('none.yaml'))
    assert.deepEqual([missing.code, missing.stdout], [2, ''])
    assert.match(missing.stderr, /none\.yaml` cannot be read/)
    const binary = await policy('lint', files.file('binary.yaml', Buffer.from([0xff, 0xfe, 0x00])))
    assert.equal(binary.code, 2)
    assert.match(binary.stderr, /not UTF-8/)
  })
})

describe('sallyport policy test', () => {
  const cases = (expect: string) => `cases: [{ name: clerks, action: { action: delete:user }, expect: ${expect} }]`

  test('holds the policy beside the file against its cases', async () => {
    const path = files.file('sound.policy.test.yaml', cases('DENY'))
    assert.deepEqual(await policy('test', path), { code: 0, stdout: 'ok    clerks\n1 passed, 0 failed\n', stderr: '' })
    const directory = await policy('test', files.path('.'))
    assert.match(directory.stdout, /1 passed, 0 failed/)
    files.file('sound.policy.test.yaml', cases('ALLOW'))
    const failed = await policy('test', path)
    assert.equal(failed.code, 1)
    assert.match(
      failed.stdout,
      /FAIL {2}clerks \(.*:1\)\n.*expected decision ALLOW but got DENY.*`reads` did not match/,
    )
  })

  test('a test file with errors is refused with their places', async () => {
    const ran = await policy('test', files.file('x.policy.test.yaml', 'cases:\n  - { name: a }\n'))
    assert.equal(ran.code, 2)
    assert.match(ran.stderr, /x\.policy\.test\.yaml:2:\d+: /)
  })
})

describe('sallyport policy diff, explain, hash and schema', () => {
  test('diff shows what another bundle decides otherwise', async () => {
    const other = files.file('other.json', JSON.stringify({ version: 'v1', permissions: { deny: ['delete:*'] } }))
    const traffic = files.file('traffic.jsonl', '{"id":"a","action":"read:x"}\n{"action":"delete:x"}\n')
    const ran = await policy('diff', sound, other, '--traffic', traffic)
    assert.equal(ran.code, 1)
    assert.match(ran.stdout, /^a: read:x of agent: ALLOW by `reads` → DENY by no rule\n/)
    assert.match(ran.stdout, /1 of 2 decided otherwise/)
    assert.equal((await policy('diff', sound, sound, '--traffic', traffic)).code, 0)
    const json = await policy('diff', sound, other, '--traffic', traffic, '--json')
    assert.deepEqual(JSON.parse(json.stdout.trim().split('\n').at(-1) ?? ''), {
      ...{ total: 2, changed: 1, bad: 0 },
      counts: [{ before: 'ALLOW', after: 'DENY', count: 1 }],
    })
  })

  test('explain says why each rule did or did not match', async () => {
    const ran = await policy('explain', sound, '--action', '{"action":"read:x"}')
    assert.equal(ran.code, 0)
    assert.match(ran.stdout, /^ALLOW by `reads`/)
    assert.match(ran.stdout, /- deletes \(DENY\): action is read\.x, not delete\.\*/)
    assert.equal((await policy('explain', sound, '--action', '[]')).code, 2)
  })

  test('hash is the same for YAML and JSON of one meaning', async () => {
    const rules = [
      { id: 'deletes', match: { action: ['DELETE:*'] }, decision: 'DENY' },
      { id: 'reads', match: { action: 'read:*' }, decision: 'ALLOW' },
    ]
    const ran = await policy('hash', sound, files.file('same.json', JSON.stringify({ version: 'v1', rules })))
    const [first, second] = ran.stdout.split('\n').map((line) => line.split('  ')[0])
    assert.match(first ?? '', /^[0-9a-f]{64}$/)
    assert.equal(first, second)
  })

  test('schema prints the JSON Schema', async () => {
    assert.equal(JSON.parse((await policy('schema')).stdout).title, 'Sallyport policy bundle')
  })
})
