// AuthZEN 1.0 over real HTTP: the certification scenario's fixture, and what is Sallyport's own.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RunningServer } from '../../packages/sallyport/src/server.ts'
import { type Answer, call, newToken, openSite, type Site } from './control-plane.ts'

const POLICY = `version: v1
rules:
  - { id: read, match: { action: 'read:record.*' }, decision: ALLOW, reason: reading is fine }
  - id: alice-writes
    match:
      action: 'write:record.*'
      agent: alice
      when: '!("resource.status" in labels) || labels["resource.status"] != "archived"'
    decision: ALLOW
  - { id: admin-writes, match: { action: 'write:record.*', labels: { subject.role: admin } }, decision: ALLOW }
  - { id: soft-delete, match: { action: 'delete:record.*', labels: { action.soft: 'true' } }, decision: ALLOW }
  - { id: export, match: { action: 'export:*' }, decision: ALLOW_WITH_CONSTRAINTS, constraints: { timeout_ms: 1000 } }
  - { id: pay, match: { action: 'pay:*' }, decision: REQUIRE_APPROVAL, approval: { roles: [approver], ttl: 1h } }
tools:
  - { name: fs.read, access: read, arguments: { type: object, required: [path], properties: { path: { type: string } } } }
`

let site: Site
let server: RunningServer
let pep: string
let alice: string

// Inside a suite, so that the servers are closed before the database that they share.
describe('AuthZEN over HTTP', () => {
  before(async () => {
    site = await openSite()
    server = await site.start()
    const admin = server.bootstrap?.token ?? ''
    assert.equal((await call(server, admin, 'PUT', '/v1/policies', { bundle: POLICY, reason: 'fixture' })).status, 200)
    pep = await newToken(server, { id: 'pep', kind: 'service', roles: ['enforcer'] })
    alice = await newToken(server, { id: 'alice' })
    await newToken(server, { id: 'bob' })
  })
  after(() => site.close())

  const RECORD = { type: 'record', id: 'record-1' }
  const ARCHIVED = { type: 'record', id: 'record-2', properties: { status: 'archived' } }
  const user = (id: string, properties?: object) => ({ type: 'user', id, ...(properties && { properties }) })
  const ask = (body: unknown, token = pep): Promise<Answer> =>
    call(server, token, 'POST', '/access/v1/evaluation', body)
  const askAll = (body: unknown): Promise<Answer> => call(server, pep, 'POST', '/access/v1/evaluations', body)
  const question = (subject: object, name: string, resource: object, properties?: object) => ({
    subject,
    action: { name, ...(properties && { properties }) },
    resource,
  })

  describe('the certification fixture', () => {
    const fixture: readonly (readonly [what: string, body: object, decision: boolean])[] = [
      ['alice reads', question(user('alice'), 'read', RECORD), true],
      ['alice writes', question(user('alice'), 'write', RECORD), true],
      ['bob reads', question(user('bob'), 'read', RECORD), true],
      ['bob does not write', question(user('bob'), 'write', RECORD), false],
      ['alice does not write what is archived', question(user('alice'), 'write', ARCHIVED), false],
      ['an admin writes what is archived', question(user('bob', { role: 'admin' }), 'write', ARCHIVED), true],
      ['alice deletes softly', question(user('alice'), 'delete', RECORD, { soft: true }), true],
      ['alice does not delete for good', question(user('alice'), 'delete', RECORD, { soft: false }), false],
      ['unknown members are ignored', { ...question(user('alice'), 'read', RECORD), futureField: { a: 1 } }, true],
      ['a context is accepted', { ...question(user('alice'), 'read', RECORD), context: { ip: '192.168.1.1' } }, true],
    ]
    for (const [what, body, decision] of fixture) {
      test(what, async () => {
        const answer = await ask(body)
        assert.equal(answer.status, 200)
        assert.equal(answer.body.decision, decision)
      })
    }

    test('what is missing, of another type, malformed or not JSON is a 400', async () => {
      const whole = question(user('alice'), 'read', RECORD)
      const wrong: unknown[] = ['', '{', '"x"']
      for (const key of ['subject', 'action', 'resource'] as const) wrong.push({ ...whole, [key]: undefined })
      wrong.push(
        { ...whole, subject: 'alice' },
        { ...whole, action: { name: 123 } },
        { ...whole, resource: { id: 'x' } },
      )
      for (const body of wrong) assert.equal((await ask(body)).status, 400, JSON.stringify(body))
      const headers = { authorization: `Bearer ${pep}`, 'content-type': 'text/plain' }
      const plain = await fetch(`${server.url}/access/v1/evaluation`, { method: 'POST', headers, body: 'x' })
      assert.equal(plain.status, 400)
    })

    test('a request id comes back, and discovery names the endpoints', async () => {
      const headers = { authorization: `Bearer ${pep}`, 'content-type': 'application/json', 'x-request-id': 'r-1' }
      const body = JSON.stringify(question(user('alice'), 'read', RECORD))
      const answer = await fetch(`${server.url}/access/v1/evaluation`, { method: 'POST', headers, body })
      assert.equal(answer.headers.get('x-request-id'), 'r-1')
      const found = await call(server, null, 'GET', '/.well-known/authzen-configuration')
      assert.deepEqual(found.body, {
        policy_decision_point: server.url,
        access_evaluation_endpoint: `${server.url}/access/v1/evaluation`,
        access_evaluations_endpoint: `${server.url}/access/v1/evaluations`,
      })
    })
  })

  describe('many evaluations', () => {
    const decisions = (answer: Answer): boolean[] =>
      answer.body.evaluations.map(({ decision }: { decision: boolean }) => decision)
    const entries = [{ action: { name: 'read' } }, { action: { name: 'write' } }, { action: { name: 'read' } }]
    const defaults = { subject: user('bob'), resource: RECORD, evaluations: entries }

    test('defaults complete the entries, and answers come in their order', async () => {
      assert.deepEqual(decisions(await askAll(defaults)), [true, false, true])
      const partial = {
        ...question(user('alice'), 'write', { type: 'record' }),
        evaluations: [{ resource: { id: 'record-1' } }],
      }
      assert.deepEqual(decisions(await askAll(partial)), [true])
    })

    test('the three semantics stop where they should', async () => {
      const by = (evaluations_semantic: string) => askAll({ ...defaults, options: { evaluations_semantic } })
      assert.deepEqual(decisions(await by('execute_all')), [true, false, true])
      assert.deepEqual(decisions(await by('deny_on_first_deny')), [true, false])
      assert.deepEqual(decisions(await by('permit_on_first_permit')), [true])
      assert.equal((await by('whatever')).status, 400)
    })

    test('one bad entry is an answer of its own', async () => {
      const answer = await askAll({
        subject: user('alice'),
        action: { name: 'read' },
        evaluations: [{ resource: RECORD }, {}],
      })
      assert.deepEqual(decisions(answer), [true, false])
      assert.equal(answer.body.evaluations[1].context.error.status, 400)
    })

    test('without entries it is a single evaluation', async () => {
      for (const evaluations of [undefined, []]) {
        const answer = await askAll({ ...question(user('alice'), 'read', RECORD), evaluations })
        assert.equal(answer.body.decision, true)
      }
      assert.equal((await askAll({ subject: user('alice') })).status, 400)
    })
  })

  describe('what is Sallyport’s own', () => {
    test('only an enforcer asks about somebody else', async () => {
      assert.equal((await ask(question(user('alice'), 'read', RECORD), alice)).body.decision, true)
      const other = await ask(question(user('bob'), 'read', RECORD), alice)
      assert.deepEqual([other.status, other.body.code], [403, 'subject_not_caller'])
      const nobody = await ask(question(user('mallory'), 'read', RECORD))
      assert.deepEqual(
        [nobody.status, nobody.body.decision, nobody.body.context.code],
        [200, false, 'unknown_principal'],
      )
    })

    test('constraints are permitted only to a caller that enforces them', async () => {
      const body = question(user('alice'), 'export', RECORD)
      const without = await ask(body)
      assert.deepEqual([without.body.decision, without.body.context.code], [false, 'constraint_unenforceable'])
      const enforcing = await ask({ ...body, context: { enforces: ['timeout_ms'] } })
      assert.equal(enforcing.body.decision, true)
      assert.deepEqual(enforcing.body.context.constraints, { timeout_ms: 1000 })
    })

    test('an approval is asked for, never granted by asking again', async () => {
      const body = question(user('alice'), 'pay', RECORD)
      const first = await ask(body)
      assert.equal(first.body.decision, false)
      const { approval_id, status, demand } = first.body.context.access_request
      assert.deepEqual([status, demand.all_of], ['pending', [{ roles: ['approver'], quorum: 1 }]])
      assert.equal((await ask(body)).body.context.access_request.approval_id, approval_id)
    })

    test('a tool call is judged by the contract of the tool', async () => {
      const tool = (id: string, given: object) => ({ type: 'tool', id, properties: { arguments: given } })
      const unknown = await ask(question(user('alice'), 'call', tool('fs.erase', {})))
      assert.deepEqual([unknown.body.decision, unknown.body.context.code], [false, 'unknown_tool'])
      const breach = await ask(question(user('alice'), 'call', tool('fs.read', { path: 7 })))
      assert.deepEqual([breach.body.decision, breach.body.context.code], [false, 'contract_violated'])
    })

    test('every evaluation is in the ledger with the enforcer that asked', async () => {
      const { body } = await ask(question(user('alice'), 'read', RECORD))
      const auditor = await newToken(server, { id: 'aud', kind: 'person', roles: ['auditor'] })
      const story = await call(server, auditor, 'GET', `/v1/ledger/timeline/${body.context.evaluation_id}`)
      const types = story.body.leaves.map(({ type }: { type: string }) => type)
      assert.deepEqual(types, ['action.requested', 'action.decided'])
      assert.equal(story.body.leaves[0].body.agent, 'alice')
      assert.equal(story.body.leaves[0].body.asked_by, 'pep')
    })

    test('what does not reach the gate is recorded as refused', async () => {
      const refusals = async (code: string) =>
        (await site.leaves('action.refused')).filter((leaf) => leaf.includes(`"code":"${code}"`)).length
      const before = [await refusals('subject_not_caller'), await refusals('duplicate_key')]
      await ask(question(user('bob'), 'read', RECORD), alice)
      await ask('{"subject":{"type":"user","type":"agent","id":"bob"}}')
      const after = [await refusals('subject_not_caller'), await refusals('duplicate_key')]
      assert.deepEqual(after, [Number(before[0]) + 1, Number(before[1]) + 1])
    })
  })
})
