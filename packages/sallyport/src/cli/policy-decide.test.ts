// `sallyport policy decide` as a process: order, bad lines, odd files, and a reader that goes away.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { openScratch, type Ran, runCommand, type Scratch } from './run-command.ts'

const BUNDLE = {
  version: 'v1',
  tools: [{ name: 'fs.move_file', access: 'write', risk_tags: ['destructive'] }],
  rules: [
    { id: 'reads', match: { action: 'read:*' }, decision: 'ALLOW' },
    { id: 'moves', match: { risk_tags: ['destructive'] }, decision: 'DENY' },
    {
      id: 'pays',
      match: { action: 'pay:*' },
      decision: 'ALLOW_WITH_CONSTRAINTS',
      constraints: { max_amount_cents: 500, redact: ['iban'], max_calls_per_min: 3 },
    },
    { id: 'bot', match: { agent: 'bot', tenant: 'acme', action: 'ask:*' }, decision: 'REQUIRE_APPROVAL' },
  ],
}

let files: Scratch
let bundle: string
before(() => {
  files = openScratch()
  bundle = files.file('bundle.json', JSON.stringify(BUNDLE))
})
after(() => files.remove())

const decideLines = (content: string | Buffer, ...more: string[]): Promise<Ran> =>
  runCommand(['policy', 'decide', bundle, '--actions', files.file('actions.jsonl', content), ...more])
const parsed = (ran: Ran) =>
  ran.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const decisions = (ran: Ran) => parsed(ran).map(({ decision, error }) => decision ?? `error ${error}`)

describe('sallyport policy decide', () => {
  test('one decision a line, in order, with unknown fields ignored and the inventory added', async () => {
    const ran = await decideLines(
      [
        { id: 'one', action: 'READ:file', session: 's', trust_score: 9, params_sha256: 'x' },
        { id: 2, tool: 'fs.move_file' },
        { action: 'pay:invoice' },
        { tool: 'other.tool', action: 'read:x' },
        { agent: 'bot', tenant: 'acme', action: 'ask:x', ts: 5 },
      ]
        .map((action) => JSON.stringify(action))
        .join('\n'),
    )
    assert.equal(ran.code, 0, ran.stderr)
    const [first, second, third, ...rest] = parsed(ran)
    assert.match(first.policy_hash, /^[0-9a-f]{64}$/)
    assert.deepEqual(Object.keys(first), [
      ...['id', 'decision', 'rule', 'reason', 'code', 'matched', 'policy_hash', 'constraints', 'approval'],
    ])
    assert.deepEqual([first.id, first.decision, first.rule, first.matched], ['one', 'ALLOW', 'reads', ['reads']])
    assert.deepEqual([second.id, second.decision, second.rule], [2, 'DENY', 'moves'])
    assert.equal('id' in third, false)
    assert.deepEqual(third.constraints.unknown, {
      max_amount_cents: [500],
      redact: [['iban']],
      max_calls_per_min: [3],
    })
    assert.deepEqual(
      rest.map(({ decision }) => decision),
      ['ALLOW', 'REQUIRE_APPROVAL'],
    )
  })

  test('a bad line is an error with its number, and the others are decided', async () => {
    const huge = `{"action":"read:${'x'.repeat(1_100_000)}"}`
    const lines = [
      '{"action":"read:a"}',
      'nonsense',
      '',
      '{"action":7}',
      '{"id":1,"id":2}',
      huge,
      '{"action":"read:b"}',
    ]
    const ran = await decideLines(lines.join('\n'))
    assert.equal(ran.code, 1)
    const shown = parsed(ran).map(({ line, code, decision }) => decision ?? `${line} ${code}`)
    assert.deepEqual(shown, ['ALLOW', '2 invalid_json', '4 bad_action', '5 duplicate_key', '6 too_large', 'ALLOW'])
  })

  test('byte order mark, CRLF, blank lines, no last newline, invalid UTF-8', async () => {
    const odd = Buffer.concat([
      Buffer.from('\ufeff{"action":"read:a"}\r\n\r\n  \n{"action":"read:'),
      Buffer.from([0xff]),
      Buffer.from('"}\n{"action":"x"}'),
    ])
    const ran = await decideLines(odd)
    assert.equal(ran.code, 1)
    const [first, second, third] = decisions(ran)
    assert.deepEqual([first, third], ['ALLOW', 'DENY'])
    assert.match(second, /error .*UTF-8/)
  })

  test('an empty file gives nothing', async () => {
    assert.deepEqual(await decideLines(''), { code: 0, stdout: '', stderr: '' })
  })

  test('standard input, and the defaults of the flags', async () => {
    const ran = await runCommand(['policy', 'decide', bundle, '--actions', '-', '--tenant', 'acme', '--agent', 'bot'], {
      stdin: '{"action":"ask:x"}\n',
    })
    assert.deepEqual(decisions(ran), ['REQUIRE_APPROVAL'])
  })

  test('many lines stay in order, over every boundary of what is read at once', async () => {
    const lines = Array.from({ length: 30_000 }, (_, id) => JSON.stringify({ id, action: id % 3 ? 'read:ä' : 'x' }))
    const ran = await decideLines(lines.join('\n'))
    assert.deepEqual(
      parsed(ran).map(({ id, decision }) => [id, decision]),
      lines.map((_, id) => [id, id % 3 ? 'ALLOW' : 'DENY']),
    )
  })

  test('a reader that goes away ends the command quietly', async () => {
    const line = `${JSON.stringify({ action: 'read:a' })}\n`
    const path = files.file('many.jsonl', line.repeat(50_000))
    const ran = await runCommand(['policy', 'decide', bundle, '--actions', path], { hang_up: true })
    assert.deepEqual([ran.code, ran.stderr], [0, ''])
  })

  test('a file that is missing, and a bundle that is not valid', async () => {
    const missing = await runCommand(['policy', 'decide', bundle, '--actions', files.path('none.jsonl')])
    assert.equal(missing.code, 2)
    assert.match(missing.stderr, /none\.jsonl` cannot be read/)
    const wrong = files.file('wrong.yaml', 'version: v1\nrules:\n  - { id: a, decision: NO }\n  - { decision: DENY }\n')
    const invalid = await runCommand(['policy', 'decide', wrong, '--actions', files.file('none.jsonl', '')])
    assert.equal(invalid.code, 2)
    assert.match(invalid.stderr, /wrong\.yaml:3:\d+: .*\n.*wrong\.yaml:4:\d+: /)
  })
})
