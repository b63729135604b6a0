// HTTP of the ledger room: heads, entries with proofs, stories, verification, and each log in the C2SP tlog-tiles layout.
import { parseTilePath, TILE_WIDTH } from '@sallyport/core'
import type { App } from '../http/app-type.ts'
import { Refusal } from '../refusal.ts'
import { ledgerSchemas as schemas } from './route-schemas.ts'
import type { LedgerService } from './service.ts'

/** What the routes need. */
export interface LedgerRoutesDeps {
  readonly ledger: LedgerService
}

const tags = ['ledger']
const config = { permission: 'ledger.read' } as const
const TEXT = 'text/plain; charset=utf-8'
/** Tiles never change once they are served. */
const IMMUTABLE = 'private, max-age=31536000, immutable'

/** Registers the room's routes. */
export function ledgerRoutes(app: App, { ledger }: LedgerRoutesDeps): void {
  recordRoutes(app, ledger)
  verificationRoutes(app, ledger)
  logRoutes(app, ledger)
}

function recordRoutes(app: App, ledger: LedgerService): void {
  app.get(
    '/v1/ledger/checkpoint',
    { config, schema: { tags, summary: 'The newest signed checkpoint (C2SP tlog-checkpoint)' } },
    async ({ principal }, reply) => {
      const note = await ledger.latestCheckpoint(principal.tenant)
      return reply.type(TEXT).header('cache-control', 'no-store').send(note)
    },
  )
  app.get(
    '/v1/ledger/entries/:id',
    {
      config,
      schema: {
        tags,
        summary: 'A sealed leaf with its inclusion proof',
        params: schemas.byId,
        response: { 200: schemas.record },
      },
    },
    async ({ principal, params }) => ledger.entry(principal.tenant, params.id),
  )
  app.get(
    '/v1/ledger/timeline/:id',
    {
      config,
      schema: {
        tags,
        summary: 'The story of an action, from the id of the action, of a leaf or of an approval',
        params: schemas.byId,
        response: { 200: schemas.timeline },
      },
    },
    async ({ principal, params }) => ({ leaves: [...(await ledger.timeline(principal.tenant, params.id))] }),
  )
}

function verificationRoutes(app: App, ledger: LedgerService): void {
  app.post(
    '/v1/ledger/verification',
    {
      config,
      schema: {
        tags,
        summary: 'Verify the whole ledger of the tenant, or what was added since a checkpoint',
        body: schemas.since,
        response: { 200: schemas.verification },
      },
    },
    async ({ principal, body }) => ledger.verify(principal.tenant, body.since),
  )
}

function logRoutes(app: App, ledger: LedgerService): void {
  app.get(
    '/v1/ledger/logs',
    { config, schema: { tags, summary: 'The logs of the tenant', response: { 200: schemas.logs } } },
    async ({ principal }) => ({ logs: [...(await ledger.logs(principal.tenant))] }),
  )
  app.get(
    '/v1/ledger/logs/:log/checkpoint',
    { config, schema: { tags, summary: 'The newest checkpoint of one log', params: schemas.byLog } },
    async ({ principal, params }, reply) => {
      const note = await ledger.checkpoint(principal.tenant, params.log)
      return reply.type(TEXT).header('cache-control', 'no-store').send(note)
    },
  )
  app.get(
    '/v1/ledger/logs/:log/consistency',
    {
      config,
      schema: {
        tags,
        summary: 'Proof that one size of the log is the beginning of another (RFC 9162 section 2.1.4)',
        params: schemas.byLog,
        querystring: schemas.sizes,
        response: { 200: schemas.proof },
      },
    },
    async ({ principal, params, query }) => ({
      hashes: [...(await ledger.consistency(principal.tenant, params.log, query.from, query.to))],
    }),
  )
  app.get(
    '/v1/ledger/logs/:log/tile/*',
    {
      config,
      schema: { tags, summary: 'A hash tile or an entry bundle (C2SP tlog-tiles)', params: schemas.byTile },
    },
    async ({ principal, params }, reply) => {
      const tile = parseTilePath(`tile/${params['*']}`)
      if (tile === null) {
        const message = `\`tile/${params['*']}\` names no tile; such as \`tile/0/000\` or \`tile/entries/000.p/17\``
        throw new Refusal('unknown_tile', message)
      }
      const bytes = await ledger.tile(principal.tenant, params.log, tile)
      const caching = tile.width === TILE_WIDTH ? IMMUTABLE : 'private, max-age=60'
      return reply.type('application/octet-stream').header('cache-control', caching).send(Buffer.from(bytes))
    },
  )
}
