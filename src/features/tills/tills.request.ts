import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotFound } from '../../core/errors.ts'
import { can } from '../../core/permissions.ts'
import { acting } from '../../web/permissions.ts'
import type { Reader } from './tills.views.ts'

/** Whoever sees money sees a till: the own one, or with 'till.view' all of them and everybody's figures. */
export const seeTills = { permission: 'payment.view' } as const

/** Who sees the own till alone finds no other. Throws NotFound. */
export async function refuseOthersTill(request: FastifyRequest, tillId: string): Promise<void> {
  const { business } = acting(request)
  if (can(business.role, 'till.view') || (await request.seat()) === tillId) return
  throw new NotFound('not the till of this device')
}

export const readerOf = (request: FastifyRequest, reply: FastifyReply): Reader => ({
  t: reply.t,
  locale: request.locale,
  zone: acting(request).business.zone,
})
