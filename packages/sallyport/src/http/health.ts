// Whether the process lives, and whether it can do its work.
import { z } from 'zod'
import type { App } from './app-type.ts'

/** What readiness depends on. `detail` says more, for people. */
export interface Check {
  readonly ok: boolean
  readonly detail: string
}

/** Names the checks and runs them. */
export type ReadinessChecks = () => Promise<Readonly<Record<string, Check>>>

const checkSchema = z.strictObject({ ok: z.boolean(), detail: z.string() })
const readySchema = z
  .strictObject({ ready: z.boolean(), checks: z.record(z.string(), checkSchema) })
  .meta({ id: 'Readiness' })

/** Registers `/healthz` and `/readyz`. */
export function healthRoutes(app: App, check: ReadinessChecks): void {
  const config = { permission: 'public' } as const
  const tags = ['service']
  app.get(
    '/healthz',
    {
      config,
      schema: { tags, summary: 'The process lives', response: { 200: z.strictObject({ status: z.literal('ok') }) } },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config,
      schema: { tags, summary: 'The process can decide and record', response: { 200: readySchema, 503: readySchema } },
    },
    async (_request, reply) => {
      const checks = { ...(await check()) }
      const ready = Object.values(checks).every(({ ok }) => ok)
      return reply.code(ready ? 200 : 503).send({ ready, checks })
    },
  )
}
