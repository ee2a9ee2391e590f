import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { FieldView, SummaryView, TitleView } from '../../../web/components.views.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { ShownReturn } from '../showing/showing.queries.ts'
import { findReturn } from '../showing/showing.queries.ts'
import { cancelPurchaseReturn } from './cancelling.commands.ts'

export interface ReturnCancellationView {
  summary: SummaryView
  head: TitleView
  text: string
  action: string
  backHref: string
  reason: FieldView
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-returns/cancellation': ReturnCancellationView
  }
}

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const body = Type.Object({ reason: Type.String({ maxLength: 200, default: '' }) }, { additionalProperties: false })
const config = { permission: 'purchase.bill' } as const

export const cancellingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, typed: Typed) => {
    const { businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findReturn(tx, businessId, id))
    // Cancelled meanwhile, by oneself or by another: its page says so.
    if (found.note.state === 'cancelled') return goTo(reply, `/purchases/returns/${id}`)
    return reply.page('purchase-returns/cancellation', cancellationView(reply.t, found, typed))
  }

  app.get('/purchases/returns/:id/cancellation', { schema: { params }, config }, (request, reply) =>
    show(request, reply, request.params.id, { values: {}, errors: {} }),
  )

  app.post('/purchases/returns/:id/cancellation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const asked = { id, reason: request.body.reason, today: todayIn(clock(), business.zone) }
    try {
      const cancelled = await inBusiness(db, businessId, (tx) =>
        cancelPurchaseReturn(tx, businessId, asked, actorOf(request, clock)),
      )
      request.session.flash = { key: 'purchaseReturns.cancelled', values: { number: cancelled.number } }
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const errors = { reason: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), id, { values: request.body, errors })
    }
    return goTo(reply, `/purchases/returns/${id}`)
  })
}

function cancellationView(t: Translate, { note }: ShownReturn, typed: Typed): ReturnCancellationView {
  const f = formFields(t, typed)
  const backHref = `/purchases/returns/${note.id}`
  return {
    summary: f.summary(),
    head: {
      title: t('purchaseReturns.cancel.title', { number: note.number }),
      note: [note.party.name, note.theirNumber].join(' · '),
      back: { href: backHref, text: note.number },
      badge: undefined,
    },
    text: t('purchaseReturns.cancel.text'),
    action: `${backHref}/cancellation`,
    backHref,
    reason: f.text('reason', 'purchaseReturns.cancel.reason', { maxlength: 200, isFirst: true }),
  }
}
