import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type Paise, parseRupees, plainDecimal } from '../../../core/money.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { text } from '../movements.schema.ts'
import { adjustmentLimit, setAdjustmentLimit } from './limit.commands.ts'

export interface LimitView {
  summary: SummaryView
  head: TitleView
  limit: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'movements/limit': LimitView
  }
}

const body = Type.Object({ limit: text(30) }, { additionalProperties: false })
const config = { permission: 'settings.edit' } as const

/** Above which value a change of stock waits for someone's word. */
export const limitRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = (reply: FastifyReply, limit: string, errors: FieldErrors = {}) => {
    const f = formFields(reply.t, { values: { limit }, errors })
    const back = { href: '/stock/adjustments', text: reply.t('movements.adjustments.title') }
    const head = { title: reply.t('movements.limit.title'), note: '', back, badge: undefined }
    const field = f.money('limit', 'movements.limit', { hint: 'movements.limit.hint', isOptional: true, isFirst: true })
    return reply.page('movements/limit', { summary: f.summary(), head, limit: field })
  }

  app.get('/stock/adjustments/limit', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const limit = await inBusiness(db, businessId, (tx) => adjustmentLimit(tx, businessId))
    return show(reply, limit === null ? '' : plainDecimal(limit))
  })

  app.post('/stock/adjustments/limit', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const typed = request.body.limit.trim()
    const limit: Paise | null | undefined = typed === '' ? null : parseRupees(typed)
    if (limit === undefined || (limit !== null && limit < 0n))
      return show(reply.code(422), typed, { limit: { key: 'fields.amount.notNegative' } })
    await inBusiness(db, businessId, (tx) => setAdjustmentLimit(tx, businessId, limit, actorOf(request, clock)))
    request.session.flash = { key: 'movements.limit.saved' }
    return goTo(reply, '/stock/adjustments')
  })
}
