import type { FastifyReply, FastifyRequest } from 'fastify'
import { acting, actorOf } from '../../web/permissions.ts'
import type { Chief } from './people.commands.ts'
import type { Reader } from './people.views.ts'

/** Who asks, with the role that says what they may give and take away. */
export function chiefOf(request: FastifyRequest, clock: () => Date): Chief {
  return { ...actorOf(request, clock), role: acting(request).business.role }
}

/** Who reads the answer. */
export function readerOf(request: FastifyRequest, reply: FastifyReply): Reader {
  const { who, business } = acting(request)
  return { t: reply.t, locale: who.locale, zone: business.zone, userId: who.userId, role: business.role }
}
