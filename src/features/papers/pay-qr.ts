import type { Paise } from '../../core/money.ts'
import { rupees } from '../../core/money.ts'
import { upiLink } from '../../core/upi.ts'
import { qrSvg } from '../../pdf/qr.ts'
import { type RawHtml, rawHtml } from '../../web/raw-html.ts'
import type { Translate } from '../../words/index.ts'

/** A code that a UPI app reads, and a link that opens one, for an exact amount. */
export interface PayView {
  qrSvg: RawHtml
  href: string
  /** With the ₹. */
  amount: string
  vpa: string
}

export interface PayRequest {
  vpa: string
  shop: string
  amount: Paise
  /** The paper's number, or another reference that the shop finds again. */
  reference: string
  note: string
}

/** Nothing where nothing is due, or the shop has no UPI id. */
export function payView(t: Translate, request: PayRequest): PayView | undefined {
  const { vpa, amount } = request
  if (vpa === '' || amount <= 0n) return undefined
  const href = payLink(request)
  const shown = `₹${rupees(amount)}`
  // Every outside part of the drawing was escaped by qrSvg.
  const drawn = rawHtml(qrSvg(href, { level: 'M', label: t('papers.qr', { amount: shown }) }))
  return { qrSvg: drawn, href, amount: shown, vpa }
}

/** Some apps refuse a reference with a slash. */
export const payLink = ({ vpa, shop, amount, reference, note }: PayRequest): string =>
  upiLink({ vpa, name: shop, amount, reference: referenceOf(reference), note })

/** "GJ/26-27/00001" → "GJ-26-27-00001", which may also name a file. */
export const referenceOf = (number: string): string => number.replaceAll(/[^A-Za-z0-9-]+/g, '-')
