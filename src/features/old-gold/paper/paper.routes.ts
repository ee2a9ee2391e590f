import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, barView, findLogo, lookOf, paperLocale, sendKept } from '../../papers/index.ts'
import { findPurchase } from '../showing/showing.queries.ts'
import { type OldGoldPaperOf, oldGoldPaperView, type Sheet, sheets } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const querystring = Type.Object({ width: Type.Optional(Type.Enum(sheets)) }, { additionalProperties: false })
const schema = { params, querystring }
const config = { permission: 'sale.view' } as const
const kinds = ['urd-purchase']

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/old-gold/:id/print', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width: sheet = 'a4' } = request.query
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const path = `/old-gold/${id}/print`
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/old-gold/${id}`, text: of.paper.number },
      pdfHref: `${path}.pdf?width=${sheet}`,
      others: sheets.map((one) => ({
        href: `${path}?width=${one}`,
        text: one === 'a4' ? 'A4' : reply.t('papers.width', { width: one }),
        isCurrent: one === sheet,
      })),
    })
    return draw(reply, of, sheet, bar)
  })

  app.get('/old-gold/:id/print.pdf', { schema, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width: sheet = 'a4' } = request.query
    const size = sheet === 'a4' ? 'a4' : '80mm'
    return sendKept(reply, deps, businessId, { documentId: id, kinds, form: size }, async () => {
      const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
      return { html: await draw(reply, of, sheet), size }
    })
  })
}

async function load(tx: Tx, businessId: string, id: string): Promise<OldGoldPaperOf> {
  const purchase = await findPurchase(tx, businessId, id)
  return { ...purchase, logo: await findLogo(tx, businessId, purchase.paper.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: OldGoldPaperOf, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = of.paper
  const locale = paperLocale(party, seller)
  const view = oldGoldPaperView({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  return reply.paper(sheet === 'a4' ? 'print/old-gold' : 'print/old-gold-slip', view, lookOf(locale, seller.accent))
}
