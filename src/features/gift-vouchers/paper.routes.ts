import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../app.ts'
import { giftCodeText } from '../../core/gift-voucher.ts'
import { rupees } from '../../core/money.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { qrSvg } from '../../pdf/qr.ts'
import { acting } from '../../web/permissions.ts'
import { type RawHtml, rawHtml } from '../../web/raw-html.ts'
import { showDate } from '../../words/format.ts'
import { translator } from '../../words/index.ts'
import {
  type BarView,
  barView,
  findLogo,
  type LetterheadView,
  letterhead,
  lookOf,
  paperLocale,
  sendKept,
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

const sheets = ['a4', '80'] as const
type Sheet = (typeof sheets)[number]
const params = Type.Object({ saleId: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const querystring = Type.Object({ width: Type.Optional(Type.Enum(sheets)) }, { additionalProperties: false })
const schema = { params, querystring }
const config = { permission: 'loyalty.view' } as const
const kinds = ['gift-voucher']

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db } = deps

  app.get('/gift-vouchers/sales/:saleId/print', { schema, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { saleId: id } = request.params
    const { width: sheet = 'a4' } = request.query
    const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
    const path = `/gift-vouchers/sales/${id}/print`
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/gift-vouchers/sales/${id}`, text: of.paper.number },
      pdfHref: `${path}.pdf?width=${sheet}`,
      others: sheets.map((one) => ({
        href: `${path}?width=${one}`,
        text: one === 'a4' ? 'A4' : reply.t('papers.width', { width: one }),
        isCurrent: one === sheet,
      })),
    })
    return draw(reply, of, sheet, bar)
  })

  app.get('/gift-vouchers/sales/:saleId/print.pdf', { schema, config }, (request, reply) => {
    const { businessId } = acting(request)
    const { saleId: id } = request.params
    const { width: sheet = 'a4' } = request.query
    const size = sheet === 'a4' ? 'a4' : '80mm'
    return sendKept(reply, deps, businessId, { documentId: id, kinds, form: size }, async () => {
      const of = await inBusiness(db, businessId, (tx) => load(tx, businessId, id))
      return { html: await draw(reply, of, sheet), size }
    })
  })
}

async function load(tx: Tx, businessId: string, id: string) {
  // Its state is not printed: the day of looking at it says nothing here.
  const sale = await findGiftSale(tx, businessId, id, '0001-01-01')
  return { ...sale, logo: await findLogo(tx, businessId, sale.paper.seller.logoSha256) }
}

function draw(
  reply: FastifyReply,
  { paper, gifts, logo }: Awaited<ReturnType<typeof load>>,
  sheet: Sheet,
  bar?: BarView,
): Promise<string> {
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
  const name = sheet === 'a4' ? 'print/gift-vouchers' : 'print/gift-vouchers-slip'
  return reply.paper(name, view, lookOf(locale, seller.accent))
}
