import { rupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { carats, grams } from '../../../core/weight.ts'
import type { SummaryView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showCount } from '../../../words/format.ts'
import type { Locale, Said, Translate } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import type { FoundPiece } from '../../pieces/index.ts'
import { type Beside, ratesSaid } from './beside.ts'
import type { Look } from './counter.look.ts'
import type { FoundItem, FoundLot } from './counter.queries.ts'
import type { Says } from './counter.says.ts'
import type { CounterRights } from './counter.types.ts'
import { type CounterView, entryOf, type FoundView, type Pen, type Regions } from './counter.views.ts'
import { creditsView } from './credits.views.ts'
import { linesView, unitSaid } from './lines.views.ts'
import { keypad, moneyView } from './money.views.ts'
import { oldGoldView, sellersOf } from './shop.views.ts'
import { moreView, type Search, whoView } from './who.views.ts'

export interface Reader {
  t: Translate
  locale: Locale
}

/** What the scan box left open: items to choose from, or why nothing was found. */
export interface Found {
  typed: string
  items: readonly FoundItem[]
  pieces: readonly FoundPiece[]
  lots: readonly FoundLot[]
  error: Said | undefined
  /** The piece that cannot be sold, where more is said of it. */
  pieceHref: string
}

export interface Shown {
  look: Look
  says: Says
  may: CounterRights
  found: Found
  search: Search
  beside: Beside
  /** The bill was to be issued and was refused: the summary says why. */
  isRefused: boolean
}

export function regionsView(
  { t, locale }: Reader,
  { look, says, may, found, search, beside, isRefused }: Shown,
): Regions {
  const pen = penOf(t, look, says)
  const warned = inWords(t, says.warnings)
  return {
    action: `/sales/drafts/${look.id}`,
    problem: isRefused ? pen.f.summary() : noSummary,
    found: foundView(t, found, may),
    who: whoView(pen, look, may, { search, pan: beside.pan }),
    kyc: beside.kyc,
    credits: creditsView(pen, look),
    lines: linesView({ ...pen, warned }, look, may, sellersOf(t, beside)),
    oldGold: oldGoldView(pen, look, says, beside),
    approval: beside.approval,
    more: moreView(pen, look, { may, locale, sellers: beside.sellers }),
    money: moneyView({ ...pen, warned }, look),
  }
}

export function counterView(reader: Reader, shown: Shown, held: number): CounterView {
  const { t } = reader
  const { look, found } = shown
  const told = found.error ? { ...shown.says.errors, scan: found.error } : shown.says.errors
  const pen = penOf(t, look, { ...shown.says, errors: told })
  const { fields } = look.bill
  return {
    ...regionsView(reader, shown),
    id: look.id,
    summary: isWrong(shown) ? pen.f.summary() : noSummary,
    held: held > 0 ? t('counter.heldCount', { shown: showCount(held) }) : t('counter.heldBills'),
    discount: entryOf(pen, 'discount', fields.discount, t('counter.billDiscount')),
    scan: found.typed,
    keypad: keypad(t),
    rates: ratesSaid(t, shown.beside),
    isJeweller: look.facts.oldGold.purities.size > 0,
  }
}

export function foundView(t: Translate, found: Found, may: CounterRights): FoundView {
  const { typed, items, pieces, lots, error, pieceHref } = found
  return {
    typed,
    error: error ? t(error.key, error.values) : '',
    newHref: error && may.newItem && pieceHref === '' ? '/items/new' : '',
    pieceHref,
    rows: [
      ...pieces.map((piece) => ({
        button: 'pick_piece' as const,
        id: piece.tag,
        name: `${piece.itemName} · ${piece.tag} · ${piece.purity}`,
        price: `${grams(piece.net)} g`,
        stock: piece.state === 'in-stock' ? '' : t(`counter.piece.state.${piece.state}`),
      })),
      ...lots.map(({ id, name, purity, net, carat }) => ({
        button: 'pick_lot' as const,
        id,
        name: [name, purity].filter((part) => part !== '').join(' · '),
        price: '',
        stock: t('counter.inStock', { left: net > 0n ? `${grams(net)} g` : `${carats(carat)} ct` }),
      })),
      ...items.map(({ id, name, price, kind, unit, inStock }) => ({
        button: 'pick_item' as const,
        id,
        name,
        price: `₹${rupees(price)}`,
        stock: kind === 'goods' ? t('counter.inStock', { left: `${quantity(inStock)} ${unitSaid(t, unit)}` }) : '',
      })),
    ],
  }
}

export const isWrong = ({ says, found }: Pick<Shown, 'says' | 'found'>): boolean =>
  Object.keys(says.errors).length > 0 || found.error !== undefined

const noSummary: SummaryView = { prefix: '', links: [] }

const penOf = (t: Translate, { bill }: Look, { errors }: Says): Pen => ({
  t,
  f: formFields(t, { values: bill.fields, errors }),
  wrong: inWords(t, errors),
})

const inWords = (t: Translate, said: FieldErrors): Record<string, string> =>
  Object.fromEntries(Object.entries(said).map(([name, { key, values }]) => [name, t(key, values)]))
