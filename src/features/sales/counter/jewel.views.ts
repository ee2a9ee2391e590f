import { add, type Paise, rupees } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import type { PricedPiece } from '../../../core/piece-sale.ts'
import type { Charge, Wastage } from '../../../core/value-table.ts'
import { carats, grams, type Mct, mct } from '../../../core/weight.ts'
import type { Translate } from '../../../words/index.ts'
import type { TypedLine } from './counter.types.ts'
import { entryOf, type JewelView, type Pen } from './counter.views.ts'

type Part = 'gross' | 'net' | 'count' | 'rate' | 'making' | 'wastage' | 'discount'

/** What may be written on a line: of a lot its weights too. */
export const jewelFields = ({ lot }: TypedLine): Part[] => [
  ...(lot === '' ? [] : (['gross', 'net', 'count'] as const)),
  ...(['rate', 'making', 'wastage', 'discount'] as const),
]

/** A piece as the jeweller reads it: weight, rate with wastage, making, stones; each with what it was reckoned by. */
export function jewelView(
  pen: Pen,
  line: TypedLine,
  { piece, name, isOpen }: { piece: PricedPiece; name: string; isOpen: boolean },
): JewelView {
  const { t } = pen
  const { sold, ask, price } = piece
  return {
    about: [sold.tag, sold.purity, sold.huid].filter((part) => part !== '').join(' · '),
    net: ask.isLoose ? t('counter.piece.carats', { carats: carats(caratsOf(ask)) }) : grams(ask.net),
    gross: t('counter.piece.gross', { grams: grams(ask.gross) }),
    rate: ask.saleMode === 'fixed' ? t('counter.piece.fixed') : rupees(ask.rate).replace(/\.00$/, ''),
    wastage: wastageSaid(t, ask.wastage, piece),
    making: price.making === 0n ? '–' : rupees(price.making),
    makingSaid: chargeSaid(t, ask.making),
    stones: besideMetal(price) === 0n ? '–' : rupees(besideMetal(price)),
    stonesSaid: stonesSaid(t, piece),
    fields: isOpen
      ? jewelFields(line)
          .filter((part) => !ask.isLoose || isOfPacket(part))
          .map((part) => fieldOf(pen, line, part, { piece, name }))
      : [],
    choose: t('counter.piece.change', { item: name }),
  }
}

const besideMetal = ({ stonesAmount, hallmark, other }: PricedPiece['price']): Paise =>
  add(add(stonesAmount, hallmark), other)

function fieldOf(
  pen: Pen,
  line: TypedLine,
  part: Part,
  { piece, name }: { piece: PricedPiece; name: string },
): JewelView['fields'][number] {
  const { t } = pen
  const short = t(
    `counter.piece.field.${piece.ask.isLoose && (part === 'net' || part === 'rate') ? caratWords[part] : part}`,
  )
  const entry = entryOf(pen, `lines.${line.n}.${part}`, line[part], `${short}, ${name}`)
  return { ...entry, short, hint: hintOf(t, part, piece) }
}

/** A packet is sold by the carat: it has no metal that weighs, is made or wasted. */
const isOfPacket = (part: Part): boolean => !(['gross', 'making', 'wastage'] as const).some((one) => one === part)
const caratWords = { net: 'carat', rate: 'caratRate' } as const
const caratsOf = ({ stones }: PricedPiece['ask']): Mct => stones[0]?.carat ?? mct(0n)

/** What holds while nothing is written: it stands in the empty field. */
function hintOf(t: Translate, part: Part, { sold, ask }: PricedPiece): string {
  switch (part) {
    case 'gross':
      return t('counter.piece.asNet')
    case 'net':
      return ask.isLoose ? t('pieces.ct') : 'g'
    case 'count':
      return '0'
    case 'rate':
      return rupees(ask.rate).replace(/\.00$/, '')
    case 'making':
      return chargeSaid(t, sold.ask.making)
    case 'wastage':
      return plainWastage(t, sold.ask.wastage)
    case 'discount':
      return t('counter.discount.hint')
  }
}

function chargeSaid(t: Translate, charge: Charge): string {
  switch (charge.kind) {
    case 'none':
      return t('counter.piece.noMaking')
    case 'per-gram':
      return t('counter.piece.perGram', { amount: rupees(charge.paise).replace(/\.00$/, '') })
    case 'percent':
      return `${percent(charge.bp)} %`
    case 'fixed':
      return t('counter.piece.fixed')
  }
}

function plainWastage(t: Translate, wastage: Wastage): string {
  switch (wastage.kind) {
    case 'none':
      return t('counter.piece.noWastage')
    case 'percent':
      return `${percent(wastage.bp)} %`
    case 'weight':
      return `${grams(wastage.mg)} g`
  }
}

function wastageSaid(t: Translate, wastage: Wastage, { price }: PricedPiece): string {
  if (price.wastage === 0n) return t('counter.piece.noWastage')
  const weight = `${grams(price.wastage)} ${t('papers.piece.g')}`
  return wastage.kind === 'percent' ? `+ ${percent(wastage.bp)} % ${weight}` : `+ ${weight}`
}

function stonesSaid(t: Translate, { sold, ask, price }: PricedPiece): string {
  const parts = [
    sold.carat > 0n && !ask.isLoose ? t('counter.piece.carats', { carats: carats(sold.carat) }) : '',
    price.hallmark > 0n ? rupees(price.hallmark).replace(/\.00$/, '') : '',
    price.other > 0n ? sold.otherWords || t('counter.piece.other') : '',
  ]
  return parts.filter((part) => part !== '').join(' + ')
}
