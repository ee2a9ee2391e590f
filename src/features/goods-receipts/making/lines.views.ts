import { type Paise, parseRupees, rupees, zero } from '../../../core/money.ts'
import { milli, parseQuantity, quantity, times } from '../../../core/quantity.ts'
import { grams } from '../../../core/weight.ts'
import type { OptionView } from '../../../web/components.views.ts'
import { isWordKey, type Translate, type WordKey } from '../../../words/index.ts'
import type { ItemOfReceipt } from '../receiving/receiving.facts.ts'
import { cellOf, errorOf, type ReceiptCellView } from './cells.views.ts'
import { type LineField, lineFields, nameOf, type Typed } from './making.form.ts'
import { leftOf } from './making.look.ts'
import type { NewReceiptOf } from './making.views.ts'
import { piecesCost } from './pieces.form.ts'

export interface LineView {
  row: number
  name: string
  about: string
  hidden: readonly { name: string; value: string }[]
  cells: readonly ReceiptCellView[]
  amount: string
  /** Reason, batch and lot, in a row of their own. */
  more: readonly ReceiptCellView[]
  lot: { id: string; name: string; label: string; title: string; options: readonly OptionView[] } | undefined
  removeText: string
  errors: readonly { id: string; text: string }[]
}

/** What a line costs as it stands: its pieces, or what is accepted at its price. */
export const amountOf = (typed: Typed, row: number): Paise => {
  const pieces = piecesCost(typed, row)
  if (pieces !== 0n) return pieces
  const count = (field: LineField) => parseQuantity(typed[nameOf(row, field)] ?? '') ?? milli(0n)
  const accepted = milli(count('received') - count('rejected'))
  return accepted > 0n ? times(parseRupees(typed[nameOf(row, 'price')] ?? '') ?? zero, accepted) : zero
}

/** "pcs", in the reader's language. */
export function unitOf(t: Translate, unit: string): string {
  const word = `units.${unit}.symbol`
  return isWordKey(word) ? t(word) : unit
}

const cellWords: Readonly<
  Record<Exclude<LineField, 'item' | 'order' | 'order_line' | 'lot' | 'rows' | 'sheet'>, WordKey>
> = {
  received: 'goodsReceipts.received',
  rejected: 'goodsReceipts.rejected',
  reject_reason: 'goodsReceipts.reason',
  price: 'goodsReceipts.price',
  batch: 'goodsReceipts.batch',
  made_on: 'goodsReceipts.madeOn',
  expires_on: 'goodsReceipts.expiresOn',
  mrp: 'goodsReceipts.mrp',
  lot_name: 'goodsReceipts.lotName',
  gross: 'goodsReceipts.gross',
  count: 'goodsReceipts.count',
  carat: 'goodsReceipts.carat',
}
type TypedField = keyof typeof cellWords
const numbers: readonly TypedField[] = ['received', 'rejected', 'price', 'mrp', 'gross', 'count', 'carat']

export function lineView(t: Translate, of: NewReceiptOf, row: number): LineView[] {
  const { typed, errors, items, awaited, choices, canCost } = of
  const item = items.get(typed[nameOf(row, 'item')] ?? '')
  if (!item) return []
  const cell = (field: TypedField): ReceiptCellView =>
    cellOf(
      { name: nameOf(row, field), title: t(cellWords[field]), item: item.name, isNumber: numbers.includes(field) },
      of,
      t,
    )
  const order = typed[nameOf(row, 'order')] ?? ''
  const left = leftOf(awaited, order, Number(typed[nameOf(row, 'order_line')]))
  const number = awaited.find(({ orderId }) => orderId === order)?.number ?? ''
  const unit = unitOf(t, item.unit)
  const isRejecting = (typed[nameOf(row, 'rejected')] ?? '').trim() !== '' || errors[nameOf(row, 'reject_reason')]
  const costs: TypedField[] = canCost && item.tracking !== 'piece' ? ['price'] : []
  const lots = choices.lots.filter(({ itemId }) => itemId === item.id)
  return [
    {
      row,
      name: item.name,
      about:
        left === undefined
          ? t('goodsReceipts.noOrder')
          : t('goodsReceipts.awaitedOf', { left: quantity(left), unit, number }),
      hidden: (['item', 'order', 'order_line', 'sheet'] as const).map((field) => ({
        ...{ name: nameOf(row, field), value: typed[nameOf(row, field)] ?? '' },
      })),
      cells: (['received', 'rejected', ...costs] as const).map(cell),
      amount: rupees(amountOf(typed, row)),
      more: moreFields(item, Boolean(isRejecting)).map(cell),
      lot:
        item.tracking === 'lot'
          ? {
              ...{ id: `lines-${row}-lot`, name: nameOf(row, 'lot'), title: t('goodsReceipts.lot') },
              label: t('goodsReceipts.cell', { what: t('goodsReceipts.lot'), item: item.name }),
              options: [
                { value: '', text: t('goodsReceipts.lot.new'), isChosen: false },
                ...lots.map(({ id, name, net }) => ({
                  ...{ value: id, text: `${name} · ${grams(net)} g`, isChosen: typed[nameOf(row, 'lot')] === id },
                })),
              ],
            }
          : undefined,
      removeText: t('goodsReceipts.removeLine', { item: item.name }),
      errors: lineFields.flatMap((field) => errorOf(t, errors, nameOf(row, field))),
    },
  ]
}

function moreFields({ tracksBatches, tracking }: ItemOfReceipt, isRejecting: boolean): TypedField[] {
  return [
    ...(tracksBatches ? (['batch', 'made_on', 'expires_on', 'mrp'] as const) : []),
    ...(tracking === 'lot' ? (['lot_name', 'gross', 'count', 'carat'] as const) : []),
    ...(isRejecting ? (['reject_reason'] as const) : []),
  ]
}
