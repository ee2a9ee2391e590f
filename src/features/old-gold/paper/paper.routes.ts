import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Tx } from '../../../db/tenant.ts'
import { translator } from '../../../words/index.ts'
import { type BarView, findLogo, isRoll, lookOf, paperLocale, type Sheet, sheetPaper } from '../../papers/index.ts'
import { readPhotos } from '../photo/photo.commands.ts'
import { findPurchase } from '../showing/showing.queries.ts'
import { type OldGoldPaperOf, oldGoldPaperView } from './paper.views.ts'

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) =>
  sheetPaper<OldGoldPaperOf>(app, deps, {
    ...{ at: '/old-gold', kind: 'old-gold', needs: 'sale.view', kept: ['urd-purchase'] },
    load,
    numberOf: (of) => of.paper.number,
    mark: async (tx, businessId, id) => (await readPhotos(tx, businessId, id)).map(({ sha256 }) => sha256).join(' '),
    draw,
  })

async function load(tx: Tx, businessId: string, id: string): Promise<OldGoldPaperOf> {
  const purchase = await findPurchase(tx, businessId, id)
  const logo = await findLogo(tx, businessId, purchase.paper.seller.logoSha256)
  const pictures = await readPhotos(tx, businessId, id)
  const photoUrls = pictures.map(({ mime, bytes }) => `data:${mime};base64,${bytes.toString('base64')}`)
  return { ...purchase, logo, photoUrls }
}

function draw(reply: FastifyReply, of: OldGoldPaperOf, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = of.paper
  const locale = paperLocale(party, seller)
  const view = oldGoldPaperView({ t: translator(locale), locale }, bar ? { ...of, bar } : of)
  const name = isRoll(sheet) ? 'print/old-gold-slip' : 'print/old-gold'
  return reply.paper(name, view, lookOf(locale, seller.accent, sheet))
}
