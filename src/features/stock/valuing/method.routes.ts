import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { changeMethod, parseMethod } from './method.commands.ts'
import { findHouse } from './pools.queries.ts'
import { methodView } from './runs.views.ts'

const strict = { additionalProperties: false }
const none = Type.Object({}, strict)
const methodBody = Type.Object(
  {
    _csrf: Type.Optional(Type.String({ maxLength: 200 })),
    id: Type.String({ format: 'uuid' }),
    method: Type.String({ maxLength: 40, default: '' }),
  },
  strict,
)
const settings = { permission: 'settings.edit' } as const

/** The method by which the business values goods. */
export const methodRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/stock/valuing/method', { schema: { querystring: none }, config: settings }, (request, reply) =>
    showMethod(request, reply),
  )

  app.post('/stock/valuing/method', { schema: { body: methodBody }, config: settings }, async (request, reply) => {
    const { businessId } = acting(request)
    const method = parseMethod(request.body.method)
    const values = { method: request.body.method }
    if (!method)
      return showMethod(request, reply.code(422), {
        values,
        errors: { method: { key: 'valuing.method.refusal.unknown' } },
      })
    try {
      const asked = { id: request.body.id, method }
      await inBusiness(db, businessId, (tx) => changeMethod(tx, businessId, asked, actorOf(request, clock)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { key, status } = error
      if (key !== 'valuing.method.refusal.same' && key !== 'valuing.method.refusal.waits') throw error
      return showMethod(request, reply.code(status), { values, errors: { method: { key } } })
    }
    return goTo(reply, `/jobs/${request.body.id}`)
  })

  async function showMethod(request: FastifyRequest, reply: FastifyReply, typed?: Typed) {
    const { businessId } = acting(request)
    const house = await inBusiness(db, businessId, (tx) => findHouse(tx, businessId))
    const shown = typed ?? { values: { method: house.method }, errors: {} }
    return reply.page(
      'stock/method',
      methodView({ t: reply.t, locale: request.locale, zone: acting(request).business.zone }, shown, {
        house,
        id: newId(),
      }),
    )
  }
}
