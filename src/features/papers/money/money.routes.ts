import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Tx } from '../../../db/tenant.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, lookOf, paperLocale } from '../paper.views.ts'
import { findLogo } from '../papers.queries.ts'
import { sheetPaper } from '../sheets/sheet-paper.ts'
import { isRoll, type Sheet } from '../sheets/sheets.rules.ts'
import { findMoneyPaper } from './money.queries.ts'
import { type MoneyPaperOf, moneyPaperView } from './money.views.ts'

type Loaded = Omit<MoneyPaperOf, 'sheet'>

export const moneyRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) =>
  sheetPaper<Loaded>(app, deps, {
    ...{ at: '/payments', name: 'receipt', kind: 'money', needs: 'payment.view', kept: ['receipt', 'payment'] },
    load,
    numberOf: (of) => of.paper.number,
    draw,
  })

async function load(tx: Tx, businessId: string, id: string): Promise<Loaded> {
  const parts = await findMoneyPaper(tx, businessId, id)
  return { ...parts, logo: await findLogo(tx, businessId, parts.paper.seller.logoSha256) }
}

function draw(reply: FastifyReply, of: Loaded, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = of.paper
  const locale = paperLocale(party, seller)
  const view = moneyPaperView({ t: translator(locale), locale }, { ...of, sheet, ...(bar && { bar }) })
  return reply.paper(isRoll(sheet) ? 'print/money-slip' : 'print/money', view, lookOf(locale, seller.accent, sheet))
}
