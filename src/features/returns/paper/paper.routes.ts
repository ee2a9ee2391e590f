import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Tx } from '../../../db/tenant.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, findLogo, isRoll, lookOf, paperLocale, type Sheet, sheetPaper } from '../../papers/index.ts'
import { findReturn } from '../showing/showing.queries.ts'
import { type ReturnPaperOf, returnPaperView } from './paper.views.ts'

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) =>
  sheetPaper<Loaded>(app, deps, {
    ...{ at: '/returns', kind: 'return', needs: 'sale.view', kept: ['credit-note'] },
    load,
    numberOf: (of) => of.paper.number,
    draw,
  })

type Loaded = Omit<ReturnPaperOf, 'isNarrow'>

async function load(tx: Tx, businessId: string, id: string): Promise<Loaded> {
  const found = await findReturn(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.paper.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: Loaded, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = of.paper
  const locale = paperLocale(party, seller)
  const view = returnPaperView(
    { t: translator(locale), locale },
    { ...of, isNarrow: sheet === '58', ...(bar && { bar }) },
  )
  return reply.paper(isRoll(sheet) ? 'print/return-slip' : 'print/return', view, lookOf(locale, seller.accent, sheet))
}
