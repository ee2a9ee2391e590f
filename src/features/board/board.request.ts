import type { FastifyReply, FastifyRequest } from 'fastify'
import { acting } from '../../web/permissions.ts'
import type { Reader } from './board.views.ts'

export function readerOf(request: FastifyRequest, reply: FastifyReply, clock: () => Date): Reader {
  const { zone, role } = acting(request).business
  return { t: reply.t, locale: request.locale, zone, role, now: clock() }
}
