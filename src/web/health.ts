import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Db } from '../db/database.ts'

interface Needs {
  db: Db
  queue?: { answers(): Promise<boolean> }
}

/** /healthz: the process answers. /readyz: the database and the queue do too. /metrics: for Prometheus. */
export const health = fp(async (app: FastifyInstance, { db, queue }: Needs) => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'khata_answer_seconds',
    help: 'Time from the request to the last byte of the answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  app.addHook('onClose', async () => registry.clear())
  app.get('/healthz', { config: { permission: 'open' } }, async () => ({ status: 'alive' }))
  app.get('/readyz', { config: { permission: 'open' } }, async (_request, reply) => {
    const wrong = await whatIsWrong({ db, ...(queue && { queue }) })
    return reply.code(wrong ? 503 : 200).send({ status: wrong ?? 'ready' })
  })
  app.get('/metrics', { config: { permission: 'open' } }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
})

async function whatIsWrong({ db, queue }: Needs): Promise<string | undefined> {
  if (!(await answers(db))) return 'the database does not answer'
  return !queue || (await queue.answers()) ? undefined : 'the queue does not run'
}

async function answers(db: Db): Promise<boolean> {
  try {
    await db.raw('select 1 from business_directory limit 1')
    return true
  } catch {
    return false
  }
}
