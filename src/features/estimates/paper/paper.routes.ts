import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Tx } from '../../../db/tenant.ts'
import { type BarView, findLogo, isRoll, readerOf, type Sheet, sheetPaper } from '../../papers/index.ts'
import { findEstimate } from '../showing/showing.queries.ts'
import { type EstimatePaperOf, estimatePaper, estimateSlip } from './paper.views.ts'

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) =>
  sheetPaper<EstimatePaperOf>(app, deps, {
    ...{ at: '/estimates', kind: 'estimate', needs: 'sale.view', kept: ['estimate'] },
    load,
    numberOf: (of) => of.sale.document.number,
    draw,
  })

async function load(tx: Tx, businessId: string, id: string): Promise<EstimatePaperOf> {
  const found = await findEstimate(tx, businessId, id)
  return { ...found, logo: await findLogo(tx, businessId, found.sale.document.seller_snapshot.logoSha256) }
}

function draw(reply: FastifyReply, of: EstimatePaperOf, sheet: Sheet, bar?: BarView): Promise<string> {
  const { reader, look } = readerOf(of.sale, sheet)
  const full = bar ? { ...of, bar } : of
  if (isRoll(sheet)) return reply.paper('print/slip', estimateSlip(reader, full), look)
  return reply.paper('print/invoice', estimatePaper(reader, full), look)
}
