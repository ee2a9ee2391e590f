import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../app.ts'
import { giftCodeText } from '../../core/gift-voucher.ts'
import { rupees } from '../../core/money.ts'
import type { Tx } from '../../db/tenant.ts'
import { qrSvg } from '../../pdf/qr.ts'
import { type RawHtml, rawHtml } from '../../web/raw-html.ts'
import { showDate } from '../../words/format.ts'
import { translator } from '../../words/index.ts'
import {
  type BarView,
  findLogo,
  isRoll,
  type LetterheadView,
  letterhead,
  lookOf,
  paperLocale,
  type Sheet,
  sheetPaper,
  slipSeller,
} from '../papers/index.ts'
import { findGiftSale } from './gifts.queries.ts'

/** The vouchers of one sale, each to be cut off and given away. */
export interface GiftPaperView {
  title: string
  bar: BarView | undefined
  letterhead: LetterheadView
  shop: string
  sellerLines: readonly string[]
  gifts: readonly { id: string; code: string; amount: string; valid: string; qrSvg: RawHtml }[]
}

declare module '../../web/views.ts' {
  interface Views {
    'print/gift-vouchers': GiftPaperView
    'print/gift-vouchers-slip': GiftPaperView
  }
}

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) =>
  sheetPaper<Loaded>(app, deps, {
    ...{ at: '/gift-vouchers/sales', kind: 'gift', needs: 'loyalty.view', kept: ['gift-voucher'] },
    load,
    numberOf: (of) => of.paper.number,
    draw,
  })

type Loaded = Awaited<ReturnType<typeof load>>

async function load(tx: Tx, businessId: string, id: string) {
  // Its state is not printed: the day of looking at it says nothing here.
  const sale = await findGiftSale(tx, businessId, id, '0001-01-01')
  return { ...sale, logo: await findLogo(tx, businessId, sale.paper.seller.logoSha256) }
}

function draw(reply: FastifyReply, { paper, gifts, logo }: Loaded, sheet: Sheet, bar?: BarView): Promise<string> {
  const { party, seller } = paper
  const locale = paperLocale(party, seller)
  const t = translator(locale)
  const title = t('giftVouchers.one')
  const view = {
    title: `${title} ${paper.number}`,
    bar,
    letterhead: letterhead(t, seller, logo, { title }),
    shop: seller.name,
    sellerLines: slipSeller(t, seller).lines,
    gifts: gifts.map(({ id, code, amount, expiresOn }) => {
      const text = giftCodeText(code)
      return {
        id,
        code: text,
        amount: `₹${rupees(amount)}`,
        valid: expiresOn
          ? t('giftVouchers.paper.until', { date: showDate(locale, expiresOn) })
          : t('giftVouchers.paper.ever'),
        // The code is of our own alphabet, and qrSvg escapes its label.
        qrSvg: rawHtml(qrSvg(code, { level: 'M', label: t('giftVouchers.paper.qr', { code: text }) })),
      }
    }),
  }
  const name = isRoll(sheet) ? 'print/gift-vouchers-slip' : 'print/gift-vouchers'
  return reply.paper(name, view, lookOf(locale, seller.accent, sheet))
}
