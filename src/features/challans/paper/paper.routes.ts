import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { translator } from '../../../words/index.ts'
import { barView, findLogo, lookOf, paperLocale, sendKept } from '../../papers/index.ts'
import { findChallan } from '../showing/showing.queries.ts'
import { type ChallanPaperOf, challanPaper } from './paper.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const config = { permission: 'order.view' } as const

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps
  app.get('/challans/:id/print', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const backTo = { href: `/challans/${id}`, text: of.challan.number }
    const bar = barView(request.locale, reply.t, { backTo, pdfHref: `/challans/${id}/print.pdf` })
    return draw(reply, { ...of, bar })
  })

  app.get('/challans/:id/print.pdf', { schema: { params }, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    return sendKept(reply, deps, businessId, { documentId: id, kinds: ['challan'], form: 'a4' }, async () => {
      const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
      return { html: await draw(reply, of), size: 'a4' }
    })
  })
}

async function load(tx: Tx, businessId: string, id: string): Promise<ChallanPaperOf> {
  const found = await findChallan(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.challan.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: ChallanPaperOf): Promise<string> {
  const { party, seller } = of.challan
  const locale = paperLocale(party, seller)
  return reply.paper(
    'print/challan',
    challanPaper({ t: translator(locale), locale }, of),
    lookOf(locale, seller.accent),
  )
}
