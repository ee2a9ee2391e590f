import type { FastifyPluginAsync } from 'fastify'
import type { Deps } from '../../app.ts'
import { cancellationRoutes } from './cancellation/cancellation.routes.ts'
import { counterRoutes } from './counter/counter.routes.ts'
import { listRoutes } from './list/list.routes.ts'
import { saleRoutes } from './sale/sale.routes.ts'

export const salesRoutes: FastifyPluginAsync<Deps> = async (app, deps) => {
  await app.register(counterRoutes, deps)
  await app.register(listRoutes, deps)
  await app.register(saleRoutes, deps)
  await app.register(cancellationRoutes, deps)
}
