import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, barView, lookOf, paperLocale } from '../paper.views.ts'
import { findLogo } from '../papers.queries.ts'
import { type PaperSize, sendKept } from '../printing.ts'
import { findMoneyPaper } from './money.queries.ts'
import { type MoneyPaperOf, moneyPaperView, type Sheet, sheets } from './money.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const querystring = Type.Object({ width: Type.Optional(Type.Enum(sheets)) }, { additionalProperties: false })
const schema = { params, querystring }
const config = { permission: 'payment.view' } as const
const kinds = ['receipt', 'payment']

export const moneyRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/payments/:id/receipt', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width: sheet = 'a4' } = request.query
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const path = `/payments/${id}/receipt`
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/payments/${id}`, text: of.paper.number },
      pdfHref: `${path}.pdf?width=${sheet}`,
      others: sheets.map((one) => ({
        href: `${path}?width=${one}`,
        text: one === 'a4' ? 'A4' : reply.t('papers.width', { width: one }),
        isCurrent: one === sheet,
      })),
    })
    return draw(reply, { ...of, sheet }, bar)
  })

  app.get('/payments/:id/receipt.pdf', { schema, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width: sheet = 'a4' } = request.query
    const size = sizes[sheet]
    return sendKept(reply, deps, businessId, { documentId: id, kinds, form: size }, async () => {
      const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
      return { html: await draw(reply, { ...of, sheet }), size }
    })
  })
}

const sizes: Readonly<Record<Sheet, PaperSize>> = { a4: 'a4', 80: '80mm', 58: '58mm' }

async function load(tx: Tx, businessId: string, id: string): Promise<Omit<MoneyPaperOf, 'sheet'>> {
  const parts = await findMoneyPaper(tx, businessId, id)
  return { ...parts, logo: await findLogo(tx, businessId, parts.paper.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: MoneyPaperOf, bar?: BarView): Promise<string> {
  const { party, seller } = of.paper
  const locale = paperLocale(party, seller)
  const view = moneyPaperView({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  return reply.paper(of.sheet === 'a4' ? 'print/money' : 'print/money-slip', view, lookOf(locale, seller.accent))
}
