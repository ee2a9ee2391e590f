import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Tx } from '../../../db/tenant.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, findLogo, lookOf, paperLocale, type Sheet, sheetPaper } from '../../papers/index.ts'
import { findChallan } from '../showing/showing.queries.ts'
import { type ChallanPaperOf, challanPaper } from './paper.views.ts'

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) =>
  sheetPaper<ChallanPaperOf>(app, deps, {
    ...{ at: '/challans', kind: 'challan', needs: 'order.view', kept: ['challan'] },
    load,
    numberOf: (of) => of.challan.number,
    draw,
  })

async function load(tx: Tx, businessId: string, id: string): Promise<ChallanPaperOf> {
  const found = await findChallan(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.challan.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: ChallanPaperOf, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = of.challan
  const locale = paperLocale(party, seller)
  const view = challanPaper({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  return reply.paper('print/challan', view, lookOf(locale, seller.accent, sheet))
}
