import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { qrSvg } from '../../../pdf/qr.ts'
import { goTo, isSwap } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { rawHtml } from '../../../web/raw-html.ts'
import { readBill } from './counter.form.ts'
import { lookAt } from './counter.look.ts'
import { billBody, draftParams } from './counter.schema.ts'
import { deskOf } from './desk.ts'
import { removeDraft, saveDraft } from './drafts.commands.ts'
import { findDraftIfAny, listHeld } from './drafts.queries.ts'
import { heldView, upiRequest, upiView } from './drafts.views.ts'

const config = { permission: 'sale.make' } as const

/** Bills that wait: put aside, taken up again, or thrown away. */
export const draftsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/sales/drafts', { config }, async (request, reply) => {
    const { businessId, business, who } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listHeld(tx, businessId, who.userId))
    return reply.page('sales/counter/held', heldView({ t: reply.t, locale: request.locale, zone: business.zone }, rows))
  })

  app.post(
    '/sales/drafts/:id/hold',
    { schema: { params: draftParams, body: billBody }, config },
    async (request, reply) => {
      const { businessId } = acting(request)
      const made = { id: request.params.id, bill: readBill(request.body) }
      const { isIssued } = await inBusiness(db, businessId, async (tx) => {
        const look = await lookAt(tx, businessId, made, deskOf(request, clock))
        if (!look.isIssued) await saveDraft(tx, businessId, made, actorOf(request, clock))
        return look
      })
      if (isIssued) return goTo(reply, `/sales/${made.id}`)
      if (made.bill.lines.length > 0) request.session.flash = { key: 'counter.held' }
      return goTo(reply, '/sales/new')
    },
  )

  app.post('/sales/drafts/:id/discard', { schema: { params: draftParams }, config }, async (request, reply) => {
    const { businessId, who } = acting(request)
    const { id } = request.params
    await inBusiness(db, businessId, async (tx) => {
      const bill = await findDraftIfAny(tx, businessId, { id, userId: who.userId })
      if (!bill) throw new NotFound(`no draft ${id}`)
      await removeDraft(tx, businessId, id, actorOf(request, clock))
    })
    request.session.flash = { key: 'counter.discarded' }
    return goTo(reply, '/sales/drafts')
  })

  app.get('/sales/drafts/:id/upi', { schema: { params: draftParams }, config }, async (request, reply) => {
    const { businessId, who } = acting(request)
    const { id } = request.params
    const look = await inBusiness(db, businessId, async (tx) => {
      const bill = await findDraftIfAny(tx, businessId, { id, userId: who.userId })
      if (!bill) throw new NotFound(`no draft ${id}`)
      return lookAt(tx, businessId, { id, bill }, deskOf(request, clock))
    })
    const asked = upiRequest(look)
    if (!asked) throw new NotFound(`no UPI id, or nothing to pay on ${id}`)
    const svg = rawHtml(qrSvg(asked.link, { level: 'M', label: reply.t('counter.upi.label') }))
    const view = upiView(reply.t, asked, svg)
    return isSwap(request) ? reply.fragment('sales/counter/_upi', view) : reply.page('sales/counter/upi', view)
  })
}
