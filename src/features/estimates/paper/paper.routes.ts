import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { type BarView, barView, findLogo, readerOf, sendKept } from '../../papers/index.ts'
import { findEstimate } from '../showing/showing.queries.ts'
import { type EstimatePaperOf, estimatePaper, estimateSlip, type Sheet, sheets } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const querystring = Type.Object({ width: Type.Optional(Type.Enum(sheets)) }, { additionalProperties: false })
const schema = { params, querystring }
const config = { permission: 'sale.view' } as const

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/estimates/:id/print', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width: sheet = 'a4' } = request.query
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const path = `/estimates/${id}/print`
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/estimates/${id}`, text: of.sale.document.number },
      pdfHref: `${path}.pdf?width=${sheet}`,
      others: sheets.map((one) => ({
        href: `${path}?width=${one}`,
        text: one === 'a4' ? 'A4' : reply.t('papers.width', { width: one }),
        isCurrent: one === sheet,
      })),
    })
    return draw(reply, of, sheet, bar)
  })

  app.get('/estimates/:id/print.pdf', { schema, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { width: sheet = 'a4' } = request.query
    const size = sheet === 'a4' ? 'a4' : '80mm'
    return sendKept(reply, deps, businessId, { documentId: id, kinds: ['estimate'], form: size }, async () => {
      const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
      return { html: await draw(reply, of, sheet), size }
    })
  })
}

async function load(tx: Tx, businessId: string, id: string): Promise<EstimatePaperOf> {
  const found = await findEstimate(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.sale.document.seller_snapshot.logoSha256) }
}

function draw(reply: FastifyReply, of: EstimatePaperOf, sheet: Sheet, bar?: BarView): Promise<string> {
  const { reader, look } = readerOf(of.sale)
  const full = bar ? { ...of, bar } : of
  if (sheet === 'a4') return reply.paper('print/invoice', estimatePaper(reader, full), look)
  return reply.paper('print/slip', estimateSlip(reader, full), look)
}
