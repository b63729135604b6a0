// The mapping of AuthZEN onto the action gate, and the completion of list entries by their defaults.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Passage } from '../../action/gate.ts'
import { complete } from './complete.ts'
import { answerOf } from './evaluate.ts'
import { evaluationSchema, ownContextSchema } from './schema.ts'
import { toSubmission } from './to-submission.ts'

const submission = (question: object, context: object = {}) =>
  toSubmission(evaluationSchema.parse({ ...question, context }), ownContextSchema.parse(context))

const READ = {
  subject: { type: 'user', id: 'alice', properties: { role: 'admin' } },
  action: { name: 'read', properties: { soft: true } },
  resource: { type: 'record', id: 'r-1', properties: { status: 'active', owner: { id: 'bob' } } },
}

test('action and resource make one name, scalar properties make labels, and everything is an argument', () => {
  const { action, labels, arguments: given, tool } = submission(READ)
  assert.equal(action, 'read:record.r-1')
  assert.equal(tool, undefined)
  assert.deepEqual(labels, {
    'subject.role': 'admin',
    'action.soft': 'true',
    'resource.status': 'active',
    'subject.type': 'user',
    'resource.type': 'record',
    'resource.id': 'r-1',
  })
  assert.deepEqual(given?.resource, READ.resource)
})

test('no property passes for the type or the id', () => {
  const forged = { ...READ, resource: { type: 'record', id: 'secret', properties: { id: 'public', type: 'page' } } }
  const { labels } = submission(forged)
  assert.equal(labels?.['resource.id'], 'secret')
  assert.equal(labels?.['resource.type'], 'record')
})

test('a resource of type `tool` is a call of that tool with its own arguments and no others', () => {
  const call = { ...READ, resource: { type: 'tool', id: 'fs.edit', properties: { arguments: { path: '/a' } } } }
  const { tool, arguments: given } = submission(call)
  assert.equal(tool, 'fs.edit')
  assert.deepEqual(given, { path: '/a' })
  assert.equal(
    evaluationSchema.safeParse({ ...call, resource: { type: 'tool', id: 'x', properties: { arguments: 1 } } }).success,
    false,
  )
})

test('the context names what the caller enforces, the host and the tags', () => {
  const context = { enforces: ['timeout_ms'], host: 'api.example.com', risk_tags: ['pii'], topic: 'job.export' }
  const { enforces, host, risk_tags, topic } = submission(READ, context)
  assert.deepEqual({ enforces, host, risk_tags, topic }, context)
})

test('what is not of the form is told apart from what is unknown', () => {
  assert.equal(evaluationSchema.safeParse({ ...READ, future: 1 }).success, true)
  for (const missing of ['subject', 'action', 'resource']) {
    assert.equal(evaluationSchema.safeParse({ ...READ, [missing]: undefined }).success, false)
  }
  assert.equal(evaluationSchema.safeParse({ ...READ, action: { name: 123 } }).success, false)
})

test('an entry replaces a default as a whole, but for the required members it lacks', () => {
  const defaults = { resource: { type: 'record', id: 'r-0', properties: { status: 'old' } }, context: { a: 1 } }
  assert.deepEqual(complete({ resource: { id: 'r-1' } }, defaults), {
    resource: { id: 'r-1', type: 'record' },
    context: { a: 1 },
  })
  assert.deepEqual(complete({ context: { b: 2 } }, defaults), { resource: defaults.resource, context: { b: 2 } })
  assert.deepEqual(complete({}, {}), {})
})

const PASSAGE: Passage = {
  action_id: '0197-a',
  status: 'allowed',
  decision: 'ALLOW',
  rule: 'r',
  reason: 'fine',
  code: 'rule',
  matched: ['r'],
  policy_hash: 'f'.repeat(64),
  constraints: null,
  action_hash: 'e'.repeat(64),
  decided_us: 1,
  approval: null,
}

test('ALLOW and an enforceable ALLOW_WITH_CONSTRAINTS are true, DENY is false', () => {
  assert.equal(answerOf(PASSAGE).decision, true)
  const constraints = { timeout_ms: 5 }
  const constrained = answerOf({ ...PASSAGE, decision: 'ALLOW_WITH_CONSTRAINTS', constraints })
  assert.equal(constrained.decision, true)
  assert.deepEqual(constrained.context?.constraints, constraints)
  assert.equal(answerOf({ ...PASSAGE, decision: 'DENY', status: 'denied' }).decision, false)
})

test('REQUIRE_APPROVAL is false with what to ask for, and stays false once it is granted', () => {
  for (const status of ['pending', 'granted', 'consumed'] as const) {
    const approval = { id: 'ap-1', status, demand: { all_of: [], ttl_ms: 1000 }, expires_at: 0 }
    const answer = answerOf({ ...PASSAGE, decision: 'REQUIRE_APPROVAL', status: 'allowed', approval })
    assert.equal(answer.decision, false)
    assert.deepEqual(answer.context?.access_request, {
      approval_id: 'ap-1',
      status,
      demand: approval.demand,
      expires_at: '1970-01-01T00:00:00.000Z',
      approval_path: '/v1/approvals/ap-1',
      dispatch_path: '/v1/actions/0197-a/dispatch',
    })
  }
})
