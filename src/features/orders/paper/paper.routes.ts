import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Tx } from '../../../db/tenant.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, findLogo, isRoll, lookOf, paperLocale, type Sheet, sheetPaper } from '../../papers/index.ts'
import { findOrder } from '../showing/showing.queries.ts'
import { type OrderPaperOf, orderPaper } from './paper.views.ts'

/** What was paid and delivered changes with each day: the slip is drawn anew, and not kept. */
export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) =>
  sheetPaper<OrderPaperOf>(app, deps, {
    ...{ at: '/orders', kind: 'order', needs: 'order.view' },
    load,
    numberOf: (of) => of.order.number,
    draw,
  })

async function load(tx: Tx, businessId: string, id: string): Promise<OrderPaperOf> {
  const found = await findOrder(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.order.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: OrderPaperOf, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = of.order
  const locale = paperLocale(party, seller)
  const view = orderPaper({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  return reply.paper(isRoll(sheet) ? 'print/order-slip' : 'print/order', view, lookOf(locale, seller.accent, sheet))
}
