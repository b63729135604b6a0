// An MCP server on stdio whose tools misbehave on purpose, each in the way its name says. Every line it receives is
// appended to the file named by the first argument, so that a test can prove what reached it and what did not.
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [journal, ...flags] = process.argv.slice(2)
if (flags.includes('--crash')) process.exit(4)
const write = (text) => process.stdout.write(text)
const send = (message) => write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
const text = (value) => ({ content: [{ type: 'text', text: value }] })

/** What each tool does: `id` of the call, its arguments, its `_meta`. */
const TOOLS = {
  echo: (id, args) => send({ id, result: text(JSON.stringify(args)) }),
  silent: () => {},
  held: (id, args) => send({ id, result: text(`did ${JSON.stringify(args)}`) }),
  forbidden: (id) => send({ id, result: text('did what is forbidden') }),
  bounded: (id, { bytes }) => bytes && send({ id, result: text('x'.repeat(bytes)) }),
  late: (id, { ms }) => setTimeout(() => send({ id, result: text('late') }), ms),
  die: () => process.exit(3),
  half_then_die: (id) => {
    write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[`)
    setTimeout(() => process.exit(3), 50)
  },
  garbage: (id) => {
    write('Listening on port 3000\n\n[]\nnull\n{"half":\n')
    send({ id, result: text('after garbage') })
  },
  broken: (id) => write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":}}\n`),
  invalid_utf8: (id) =>
    write(Buffer.from(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"t":"\xff"}}\n`, 'latin1')),
  huge: (id, { bytes }) =>
    write(`{"result":{"t":"${'x'.repeat(bytes)}"},"jsonrpc":"2.0","id":${JSON.stringify(id)}}\n`),
  unasked: (id) => {
    send({ id: 'nobody asked', result: text('surprise') })
    send({ id, result: text('asked') })
  },
  twice: (id) => {
    send({ id, result: text('first') })
    send({ id, result: text('second') })
  },
  two_ids: (id) => write(`{"jsonrpc":"2.0","id":"other","id":${JSON.stringify(id)},"result":{}}\n`),
  exact_number: (id) => write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"n":12345678901234567890}}\n`),
  ask_client: (id) => send({ id: 'from-server', method: 'roots/list', params: { for: id } }),
  huge_question: (id, { bytes }) => {
    send({ id: 'big', method: 'sampling/createMessage', params: { pad: 'x'.repeat(bytes) } })
    send({ id, result: text('asked too much') })
  },
  deaf: (id) => {
    process.stdin.pause()
    lines.pause()
    setInterval(() => {}, 1000)
    send({ id, result: text('not listening any more') })
  },
  flood: (id, { count, bytes }) => {
    const params = { level: 'info', data: 'x'.repeat(bytes) }
    for (let n = 0; n < count; n++) send({ method: 'notifications/message', params })
    send({ id, result: text(`flooded ${count}`) })
  },
}

const METHODS = {
  initialize: (id, params) => {
    const serverInfo = { name: 'faulty', version: '1' }
    send({
      id,
      result: { protocolVersion: params.protocolVersion, capabilities: { tools: {}, logging: {} }, serverInfo },
    })
  },
  ping: (id) => send({ id, result: {} }),
  'tools/list': (id, params) => {
    const names = Object.keys(TOOLS)
    const from = Number(params?.cursor ?? 0)
    const tools = names.slice(from, from + 5).map((name) => ({ name, inputSchema: { type: 'object' }, x_kept: name }))
    const more = from + 5 < names.length ? { nextCursor: String(from + 5) } : {}
    send({ id, result: { tools, ...more, _meta: { page: from } } })
  },
  'tools/call': (id, params) => TOOLS[params.name]?.(id, params.arguments ?? {}, params._meta),
}

function receive(line) {
  appendFileSync(journal, `${line}\n`)
  const { id, method, params, result, error } = JSON.parse(line)
  if (method && id !== undefined) METHODS[method]?.(id, params)
  if (id === 'from-server')
    send({ method: 'notifications/message', params: { level: 'info', data: { result, error } } })
}

const lines = createInterface({ input: process.stdin })
lines.on('line', receive)
if (flags.includes('--stubborn')) {
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    process.on(name, () => appendFileSync(journal, `ignored ${name}\n`))
  setInterval(() => {}, 1000)
}
