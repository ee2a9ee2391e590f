import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { parsePercent, percent } from '../../../core/percent.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { findChoices, keepChoices } from './choices.commands.ts'
import { choicesView } from './choices.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const body = Type.Object({ making: text(3), wear: text(10) }, { additionalProperties: false })
const url = '/returns/choices'

/** What the shop usually keeps back of jewellery that comes back. */
export const choicesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(url, { config: { permission: 'settings.edit' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const { keepsMaking, wearBp } = await inBusiness(db, businessId, (tx) => findChoices(tx, businessId))
    const values = { making: keepsMaking ? 'yes' : '', wear: percent(wearBp) }
    return reply.page('returns/choices', choicesView(reply.t, { values, errors: {} }))
  })

  app.post(url, { schema: { body }, config: { permission: 'settings.edit' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const { making, wear } = request.body
    const wearBp = wear.trim() === '' ? 0 : parsePercent(wear)
    if (wearBp === undefined || wearBp < 0 || wearBp > 10_000) {
      const errors = { wear: { key: 'returns.refusal.percent' } } as const
      return reply.code(422).page('returns/choices', choicesView(reply.t, { values: { making, wear }, errors }))
    }
    const choices = { keepsMaking: making === 'yes', wearBp }
    await inBusiness(db, businessId, (tx) => keepChoices(tx, businessId, choices, actorOf(request, clock)))
    request.session.flash = { key: 'returns.choices.saved' }
    return goTo(reply, '/returns')
  })
}
