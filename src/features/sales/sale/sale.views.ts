import { todayIn } from '../../../core/dates.ts'
import type { OwedMode, TenderMode } from '../../../core/invoice-facts.ts'
import { negate, type Paise, paise, rupees, sum } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { normalisePhone, showPhone } from '../../../core/phone.ts'
import { quantity } from '../../../core/quantity.ts'
import { isUnionTerritory } from '../../../core/states.ts'
import { whatsappLink } from '../../../core/whatsapp.ts'
import type { KvRow, TitleView } from '../../../web/components.views.ts'
import { showDate, showInstant } from '../../../words/format.ts'
import { isLocale, isWordKey, type Locale, type Translate, translator } from '../../../words/index.ts'
import { badgeOf } from '../list/list.views.ts'
import { type EntriesView, entriesView } from './entries.views.ts'
import type { SaleJewel } from './jewels.queries.ts'
import { soldWeight } from './jewels.rules.ts'
import type { EntryRow, Sale, SaleLine, SettlementRow } from './sale.queries.ts'

export interface SaleView {
  head: TitleView
  /** Empty where the person may not, or there is nothing to do. */
  receiveHref: string
  printHref: string
  pdfHref: string
  slipHref: string
  /** Empty for who may not sell. */
  repeatHref: string
  shareHref: string
  returnHref: string
  cancelHref: string
  lines: readonly LineView[]
  buyer: readonly KvRow[]
  note: string
  entries: readonly EntriesView[]
  /** What stands over the amounts: whether money is still to come. */
  moneyTitle: string
  money: readonly KvRow[]
  due: string
  happened: readonly { text: string; when: string }[]
}

export interface LineView {
  name: string
  href: string
  about: string
  quantity: string
  rate: string
  taxable: string
  total: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'sales/show': SaleView
  }
}

export interface Reader {
  t: Translate
  locale: Locale
  zone: string
  today: string
}

export interface ShownSale extends Sale {
  settlements: readonly SettlementRow[]
  /** None where the person may not see the books. */
  entries: readonly EntryRow[]
}

export interface May {
  sell: boolean
  receive: boolean
  cancel: boolean
}

export function saleView(reader: Reader, sale: ShownSale, may: May): SaleView {
  const { t, locale } = reader
  const { document } = sale
  const path = `/sales/${document.id}`
  const isOpen = document.open_paise > 0n
  const party = new URLSearchParams({ party: document.party_id ?? '', document: document.id })
  return {
    head: headOf(reader, sale),
    receiveHref: isOpen && may.receive ? `/payments/receipts/new?${party}` : '',
    printHref: `${path}/print`,
    pdfHref: `${path}/invoice.pdf`,
    slipHref: `${path}/receipt`,
    repeatHref: may.sell ? `/sales/new?repeat=${document.id}` : '',
    shareHref: shareOf(reader, sale),
    returnHref: document.state === 'issued' && may.sell ? `${path}/returns/new` : '',
    cancelHref: document.state === 'issued' && may.cancel ? `${path}/cancellation` : '',
    lines: sale.lines.map((line) => lineView(t, line, sale)),
    buyer: buyerRows(t, sale),
    note: document.note,
    entries: entriesView(t, sale.entries),
    moneyTitle: isOpen ? t('sales.money') : t('sales.total'),
    money: moneyRows(t, sale),
    due: isOpen ? t('sales.due', { date: showDate(locale, document.due_on) }) : '',
    happened: happenings(reader, sale),
  }
}

function headOf({ t, locale, zone, today }: Reader, { document }: Sale): TitleView {
  const { kind, number, on_date, issued_at, issued_by_name } = document
  const issued = showInstant(locale, zone, issued_at)
  const when = todayIn(issued_at, zone) === on_date ? [issued] : [showDate(locale, on_date), issued]
  return {
    title: number,
    note: [t(`sales.kind.${kind}`), ...when, t('sales.by', { name: issued_by_name })].join(' · '),
    back: { href: '/sales', text: t('sales.title') },
    badge: badgeOf(t, document, today),
  }
}

function lineView(t: Translate, line: SaleLine, { document, jewels }: Sale): LineView {
  const isTaxInvoice = document.kind === 'invoice'
  const jewel = jewels.find((one) => one.line === line.line)
  const isLot = jewel !== undefined && jewel.piece_id === null
  const { description, hsn, unit, gst_kind, rate_bp, discount_paise } = line
  const symbol = `units.${unit}.symbol`
  const tax = gst_kind === 'taxable' ? t('sales.gst', { rate: percent(rate_bp) }) : t(`sales.untaxed.${gst_kind}`)
  const about = [
    jewel ? jewelSaid(t, jewel) : '',
    hsn && t('sales.hsn', { hsn }),
    isTaxInvoice ? tax : '',
    discount_paise > 0n ? t('sales.lessDiscount', { amount: rupees(discount_paise) }) : '',
  ]
  return {
    name: description,
    href: jewel?.piece_id ? `/pieces/${jewel.piece_id}` : line.item_id ? `/items/${line.item_id}` : '',
    about: about.filter((part) => part !== '').join(' · '),
    // What comes out of a lot is weighed: its line counts one, whatever its unit.
    quantity: isLot ? soldWeight(t, jewel) : `${quantity(line.quantity_milli)} ${isWordKey(symbol) ? t(symbol) : unit}`,
    rate: rupees(line.price_paise),
    taxable: rupees(line.taxable_paise),
    total: rupees(line.total_paise),
  }
}

/** Tag, weights and each part of the price, in one line below the name. */
function jewelSaid(t: Translate, jewel: SaleJewel): string {
  const { tag, purity, huid, metal_paise, wastage_paise, making_paise, hallmark_paise, other_paise } = jewel
  const stones = sum(jewel.stones.map(({ amount }) => paise(BigInt(amount))))
  const parts: [Paise, 'metal' | 'wastage' | 'making' | 'stones' | 'hallmark' | 'other'][] = [
    [metal_paise, 'metal'],
    [wastage_paise, 'wastage'],
    [making_paise, 'making'],
    [stones, 'stones'],
    [hallmark_paise, 'hallmark'],
    [other_paise, 'other'],
  ]
  const said = parts.flatMap(([amount, name]) =>
    amount === 0n ? [] : [t(`sales.part.${name}`, { amount: rupees(amount) })],
  )
  return [tag, purity, huid, soldWeight(t, jewel), ...said].filter((part) => part !== '').join(' · ')
}

function buyerRows(t: Translate, { document }: Sale): KvRow[] {
  const { name, phone, gstin, address } = document.party_snapshot
  const href = document.party_id ? `/parties/${document.party_id}` : ''
  const rows = [
    { ...plain(t('shell.name'), name || t('sales.walkIn')), href },
    plain(t('shell.phone'), phone && showPhone(phone)),
    plain(t('sales.gstin'), gstin),
    plain(t('shell.address'), address),
    plain(t('sales.placeOfSupply'), stateOf(t, document.place_of_supply)),
    plain(t('sales.supplyReason'), document.supply_reason),
  ]
  return rows.filter(({ value }) => value !== '')
}

function stateOf(t: Translate, code: string): string {
  const key = `states.${code}`
  return isWordKey(key) ? `${code} ${t(key)}` : code
}

/** From the taxable value to what is open: each head, the bill, and the money that came. Of a cancelled one only the bill. */
function moneyRows(t: Translate, { document, tenders, settlements }: ShownSale): KvRow[] {
  const { taxable_paise, cgst_paise, sgst_paise, igst_paise, cess_paise, round_off_paise, place_of_supply } = document
  const sgst = t(isUnionTerritory(place_of_supply) ? 'sales.utgst' : 'sales.sgst')
  const heads: [string, Paise][] = [
    [t('sales.cgst'), cgst_paise],
    [sgst, sgst_paise],
    [t('sales.igst'), igst_paise],
    [t('sales.cess'), cess_paise],
    [t('sales.roundOff'), round_off_paise],
  ]
  const came: [string, Paise][] = [
    ...tenders.map((tender): [string, Paise] => [tenderText(t, tender.mode, tender.reference), tender.amount_paise]),
    ...settlements.map((row): [string, Paise] => [row.number || t('sales.credit'), row.amount_paise]),
  ]
  const parts = [
    plain(t('sales.taxable'), rupees(taxable_paise)),
    ...heads.filter(([, amount]) => amount !== 0n).map(([label, amount]) => plain(label, rupees(amount))),
  ]
  if (document.state === 'cancelled')
    return [...parts, { ...plain(t('sales.total'), `₹${rupees(document.total_paise)}`), kind: 'sum' }]
  return [
    ...parts,
    { ...plain(t('sales.total'), rupees(document.total_paise)), kind: 'b' },
    ...came.map(([label, amount]) => plain(label, rupees(negate(amount)))),
    { ...plain(t('sales.open'), `₹${rupees(document.open_paise)}`), kind: 'sum' },
  ]
}

const tenderText = (t: Translate, mode: TenderMode | OwedMode, reference: string): string =>
  [t(`shell.mode.${mode}`), reference].filter((part) => part !== '').join(' ')

const plain = (label: string, value: string): KvRow => ({ label, value, href: '', kind: 'plain' })

function happenings({ t, locale, zone }: Reader, { document, settlements }: ShownSale): SaleView['happened'] {
  const { issued_at, cancelled_at, cancel_reason, issued_by_name } = document
  const issued = {
    text: t('sales.happened.issued'),
    when: `${showInstant(locale, zone, issued_at)} · ${issued_by_name}`,
  }
  const settled = settlements.map(({ number, amount_paise, on_date }) => ({
    text: t('sales.happened.settled', { amount: rupees(amount_paise), number: number || t('sales.credit') }),
    when: showDate(locale, on_date),
  }))
  const cancelled = cancelled_at
    ? [
        {
          text: t('sales.happened.cancelled', { reason: cancel_reason ?? '' }),
          when: showInstant(locale, zone, cancelled_at),
        },
      ]
    : []
  return [...cancelled, ...settled.toReversed(), issued]
}

/** A message in the language of the buyer's papers; the person presses send. */
function shareOf({ locale }: Reader, { document }: Sale): string {
  const { party_snapshot: party, seller_snapshot: seller, number, on_date, total_paise, open_paise } = document
  const language = [party.locale, seller.locale, locale].find(isLocale) ?? 'en'
  const said = { business: seller.name, number, date: showDate(language, on_date), total: rupees(total_paise) }
  const t = translator(language)
  const words = open_paise > 0n ? t('sales.shareDue', { ...said, due: rupees(open_paise) }) : t('sales.share', said)
  return whatsappLink(normalisePhone(party.phone), words)
}
