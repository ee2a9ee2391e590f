import { type Paise, paise, rupees, sum } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { carats, grams, type Mct, type Mg, mct, mg, sumMg } from '../../../core/weight.ts'
import type { Translate } from '../../../words/index.ts'
import {
  isPacket,
  type JewelStone,
  type OldGoldOnBill,
  type Sale,
  type SaleJewel,
  type SaleLine,
  type SettledAtIssue,
} from '../../sales/index.ts'
import { filled } from '../paper.views.ts'

/** The lines of a jeweller's bill: each piece with what it weighs, and under it each part of its price. */
export interface JewelsView {
  isTaxed: boolean
  hasHsn: boolean
  rows: readonly JewelRow[]
  count: string
  gross: string
  stones: string
  net: string
  amount: string
  taxable: string
}

interface JewelRow {
  number: number
  name: string
  hsn: string
  about: string
  gross: string
  stones: string
  net: string
  taxable: string
  parts: readonly PartView[]
}

interface PartView {
  label: string
  weight: string
  rate: string
  amount: string
}

/** Old gold that came in for the bill, as its own voucher reckons it. */
export interface OldGoldBoxView {
  voucher: string
  rows: readonly { label: string; value: string; isSum: boolean }[]
}

declare module '../../../web/views.ts' {
  interface Views {
    'print/_jewels': { jewels: JewelsView }
    'print/_old-gold': { boxes: readonly OldGoldBoxView[] }
  }
}

/** Undefined for a bill without jewellery: its lines are counted, not weighed. */
export function jewelsView(t: Translate, { document, lines, jewels }: Sale): JewelsView | undefined {
  if (jewels.length === 0) return undefined
  const of = new Map(jewels.map((jewel) => [jewel.line, jewel]))
  return {
    isTaxed: document.kind === 'invoice',
    hasHsn: lines.some(({ hsn }) => hsn !== ''),
    rows: lines.map((line) => rowOf(t, line, of.get(line.line))),
    count: t('papers.piece.count', { count: lines.length }),
    gross: grams(sumMg(jewels.map(({ gross_mg }) => gross_mg))),
    stones: grams(sumMg(jewels.map(offWeight))),
    net: grams(sumMg(jewels.map(({ net_mg }) => net_mg))),
    amount: rupees(sum(lines.map(({ gross_paise }) => gross_paise))),
    taxable: rupees(sum(lines.map(({ taxable_paise }) => taxable_paise))),
  }
}

const offWeight = ({ stone_mg, other_mg }: SaleJewel): Mg => mg(stone_mg + other_mg)

function rowOf(t: Translate, line: SaleLine, jewel: SaleJewel | undefined): JewelRow {
  const head = { number: line.line, name: line.description, hsn: line.hsn, taxable: rupees(line.taxable_paise) }
  const discount = line.discount_paise === 0n ? [] : [part(t('papers.discount'), paise(-line.discount_paise))]
  if (!jewel) {
    const counted = { ...part(t('papers.piece.item'), line.gross_paise), rate: rupees(line.price_paise) }
    return { ...head, about: '', gross: '', stones: '', net: '', parts: [counted, ...discount] }
  }
  return {
    ...head,
    about: aboutJewel(t, jewel),
    gross: grams(jewel.gross_mg),
    stones: grams(offWeight(jewel)),
    net: isPacket(jewel) ? '' : grams(jewel.net_mg),
    parts: [...partsOf(t, jewel), ...discount],
  }
}

/** "22K 916 · HUID AB4K7Q · tag N-2210": what the Hallmarking Regulations want on the bill. */
export const aboutJewel = (t: Translate, { purity, huid, tag }: SaleJewel): string =>
  filled([purity, huid && t('papers.piece.huid', { huid }), tag && t('papers.piece.tag', { tag })]).join(' · ')

/** Metal, wastage, making, each kind of stone, hallmark and other: they add up to the line before its discount. */
export function partsOf(t: Translate, jewel: SaleJewel): PartView[] {
  const perGram = `${rupees(jewel.rate_paise)} /${t('papers.piece.g')}`
  const isPriced = jewel.rate_basis === 'fixed'
  const metal = { ...part(t(isPriced ? 'papers.piece.fixed' : `papers.piece.metal.${jewel.metal}`), jewel.metal_paise) }
  return [
    ...(isPacket(jewel) ? [] : [isPriced ? metal : { ...metal, weight: grams(jewel.weight_mg), rate: perGram }]),
    ...some(jewel.wastage_paise, { label: wastageText(t, jewel), weight: grams(jewel.wastage_mg), rate: perGram }),
    ...some(jewel.making_paise, makingText(t, jewel)),
    ...jewel.stones.flatMap((stone) => some(paise(BigInt(stone.amount)), stoneText(t, stone, jewel.tag))),
    ...some(jewel.hallmark_paise, { label: t('papers.piece.hallmark'), weight: '', rate: '' }),
    ...some(jewel.other_paise, { label: jewel.other_words || t('papers.piece.other'), weight: '', rate: '' }),
  ]
}

const part = (label: string, amount: Paise): PartView => ({
  label,
  weight: '',
  rate: '',
  amount: rupees(amount).replace('-', '−'),
})

const some = (amount: Paise, of: Omit<PartView, 'amount'>): PartView[] =>
  amount === 0n ? [] : [{ ...of, amount: rupees(amount) }]

const wastageText = (t: Translate, { wastage_kind, wastage_value }: SaleJewel): string =>
  wastage_kind === 'percent'
    ? t('papers.piece.wastageOf', { percent: percent(Number(wastage_value)) })
    : t('papers.piece.wastage')

function makingText(t: Translate, jewel: SaleJewel): Omit<PartView, 'amount'> {
  const { making_kind, making_value, weight_mg } = jewel
  switch (making_kind) {
    case 'per-gram':
      return {
        label: t('papers.piece.making'),
        weight: grams(weight_mg),
        rate: `${rupees(paise(making_value))} /${t('papers.piece.g')}`,
      }
    case 'percent':
      return { label: t('papers.piece.makingOf', { percent: percent(Number(making_value)) }), weight: '', rate: '' }
    case 'fixed':
    case 'none':
      return { label: t('papers.piece.making'), weight: '', rate: '' }
  }
}

/** A packet's stones go by its tag, which the line has said already. */
function stoneText(
  t: Translate,
  { words, pieces, carat, basis, rate }: JewelStone,
  tag: string,
): Omit<PartView, 'amount'> {
  const weight: Mct = mct(BigInt(carat))
  const size = filled([
    pieces > 0 ? t('papers.piece.pieces', { count: pieces }) : '',
    weight > 0n ? t('papers.piece.carats', { carats: carats(weight) }) : '',
  ])
  const per = basis === 'carat' ? t('papers.piece.ct') : t('papers.piece.pc')
  return {
    label: filled([words === tag ? '' : words, ...size]).join(', '),
    weight: '',
    rate: `${rupees(paise(BigInt(rate)))} /${per}`,
  }
}

export const oldGoldBoxes = (t: Translate, settled: readonly SettledAtIssue[]): OldGoldBoxView[] =>
  settled.flatMap(({ number, old_gold }) =>
    old_gold.length === 0
      ? []
      : [{ voucher: t('papers.oldGold.voucher', { number }), rows: old_gold.flatMap((one) => goldRows(t, one)) }],
  )

function goldRows(t: Translate, one: OldGoldOnBill): OldGoldBoxView['rows'] {
  const weigh = (text: string): string => grams(mg(BigInt(text)))
  const row = (label: string, value: string, isSum = false) => ({ label, value, isSum })
  return [
    row(one.words || t('papers.oldGold.article'), `${weigh(one.gross)} − ${weigh(one.off)} = ${weigh(one.net)} g`),
    row(t('papers.oldGold.fine', { touch: percent(one.touch) }), `${weigh(one.fine)} g`),
    ...(one.melting > 0
      ? [row(t('papers.oldGold.melted', { percent: percent(one.melting) }), `${weigh(one.melted)} g`)]
      : []),
    row(t('papers.oldGold.rate'), `₹${rupees(paise(BigInt(one.rate)))} /${t('papers.piece.g')}`),
    row(t('papers.oldGold.value'), `₹${rupees(paise(BigInt(one.value)))}`, true),
  ]
}
