import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

/** One line an answer: the route's pattern instead of the address, so that no token, search or name reaches a log. */
export const requestLog = fp(async (app: FastifyInstance) => {
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime * 10) / 10
    request.log.info({ method: request.method, route: routeOf(request), status: reply.statusCode, ms }, 'answered')
  })
})

const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? '(no such page)'
