import { createHash } from 'node:crypto'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { barView, lookOf, paperLocale } from '../paper.views.ts'
import { paperVersion } from '../paper-version.ts'
import { referenceOf } from '../pay-qr.ts'
import { notModified, print, sendPdf, tagsOf } from '../printing.ts'
import { findVoucherPaper, type PrintedVoucher } from './voucher.queries.ts'
import { voucherPaperView } from './voucher.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) }, { additionalProperties: false })
const querystring = Type.Object({}, { additionalProperties: false })
const schema = { params, querystring }
const config = { permission: 'books.view' } as const

/** Every entry of the books as a paper. */
export const voucherRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, printer }) => {
  const load = (request: FastifyRequest, id: string) => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) => findVoucherPaper(tx, businessId, id))
  }

  app.get('/vouchers/:id/print', { schema, config }, async (request, reply) => {
    const { id } = request.params
    const of = await load(request, id)
    const locale = localeOf(of)
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/vouchers/${id}`, text: of.voucher.number || reply.t('vouchers.title') },
      pdfHref: `/vouchers/${id}.pdf`,
    })
    const view = voucherPaperView({ t: translator(locale), locale }, { ...of, bar })
    return reply.paper('print/voucher', view, lookOf(locale, of.seller.accent))
  })

  // It is not kept, for a reversal changes it; a browser that has the same one is told so before anything is printed.
  app.get('/vouchers/:id.pdf', { schema, config }, async (request, reply) => {
    const of = await load(request, request.params.id)
    const locale = localeOf(of)
    const look = lookOf(locale, of.seller.accent)
    const view = voucherPaperView({ t: translator(locale), locale }, of)
    const tag = createHash('sha256')
      .update(JSON.stringify([paperVersion(), look, view]))
      .digest('hex')
    if (tagsOf(request).includes(tag)) return notModified(reply, tag)
    const bytes = await print(printer, { html: await reply.paper('print/voucher', view, look), size: 'a4' })
    const { number, kind, on_date } = of.voucher
    return sendPdf(reply, bytes, { name: referenceOf(number || `${kind}-${on_date}`), tag })
  })
}

const localeOf = ({ party, seller }: PrintedVoucher) => paperLocale({ locale: party?.locale ?? '' }, seller)
