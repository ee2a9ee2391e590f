import { Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { acting } from '../../web/permissions.ts'
import type { CountReader } from './counts.views.ts'

export const strict = { additionalProperties: false } as const
export const text = (maxLength: number) => Type.String({ maxLength, default: '' })
export const newIdOf = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$' })
export const countParams = Type.Object({ id: Type.String({ format: 'uuid' }) }, strict)

export const readerOf = (request: FastifyRequest, reply: FastifyReply, clock: () => Date): CountReader => ({
  t: reply.t,
  locale: request.locale,
  zone: acting(request).business.zone,
  now: clock(),
})
