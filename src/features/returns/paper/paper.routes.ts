import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, barView, findLogo, lookOf, paperLocale, sendKept } from '../../papers/index.ts'
import { findReturn } from '../showing/showing.queries.ts'
import { type ReturnPaperOf, returnPaperView } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const schema = { params }
const config = { permission: 'sale.view' } as const
const kinds = ['credit-note']

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/returns/:id/print', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const path = `/returns/${id}`
    const backTo = { href: path, text: of.paper.number }
    return draw(reply, of, barView(request.locale, reply.t, { backTo, pdfHref: `${path}/print.pdf` }))
  })

  app.get('/returns/:id/print.pdf', { schema, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    return sendKept(reply, deps, businessId, { documentId: id, kinds, form: 'a4' }, async () => {
      const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
      return { html: await draw(reply, of), size: 'a4' }
    })
  })
}

async function load(tx: Tx, businessId: string, id: string): Promise<ReturnPaperOf> {
  const found = await findReturn(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.paper.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: ReturnPaperOf, bar?: BarView): Promise<string> {
  const { party, seller } = of.paper
  const locale = paperLocale(party, seller)
  const view = returnPaperView({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  return reply.paper('print/return', view, lookOf(locale, seller.accent))
}
