import { createHash } from 'node:crypto'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { barView, findLogo, lookOf, paperLocale, print, sendPdf } from '../../papers/index.ts'
import { findReturn } from '../showing/showing.queries.ts'
import { type ReturnPaperOf, returnPaper } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const config = { permission: 'purchase.view' } as const

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, printer }) => {
  app.get('/purchases/returns/:id/print', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const at = `/purchases/returns/${id}`
    const backTo = { href: at, text: of.note.number }
    return draw(reply, { ...of, bar: barView(request.locale, reply.t, { backTo, pdfHref: `${at}/print.pdf` }) })
  })

  // Whether it is cancelled may change: it is drawn anew, and not kept.
  app.get('/purchases/returns/:id/print.pdf', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, request.params.id))
    const html = await draw(reply, of)
    const tag = createHash('sha256').update(html).digest('hex')
    const name = of.note.number.replaceAll('/', '-')
    return sendPdf(reply, await print(printer, { html, size: 'a4' }), { name, tag })
  })
}

async function load(tx: Tx, businessId: string, id: string): Promise<ReturnPaperOf> {
  const found = await findReturn(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.note.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: ReturnPaperOf): Promise<string> {
  const { party, seller } = of.note
  const locale = paperLocale(party, seller)
  return reply.paper(
    'print/purchase-return',
    returnPaper({ t: translator(locale), locale }, of),
    lookOf(locale, seller.accent),
  )
}
