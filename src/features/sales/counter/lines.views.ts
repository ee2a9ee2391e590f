import { rupees, subtract } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import type { Look } from './counter.look.ts'
import type { CounterRights, TypedLine } from './counter.types.ts'
import { entryOf, idOf, type LinesView, type LineView, type Pen } from './counter.views.ts'

type Shown = Look['priced']['lines'][number]

export function linesView(
  pen: Pen & { warned: Readonly<Record<string, string>> },
  look: Look,
  may: CounterRights,
): LinesView {
  const { t } = pen
  const rows = look.bill.lines.flatMap((line, i): LineView[] => {
    const shown = look.priced.lines[i]
    return shown ? [lineView(pen, look, { line, shown, may })] : []
  })
  return { count: t('counter.items', { count: rows.length }), selected: look.bill.fields.selected, rows }
}

function lineView(
  pen: Pen & { warned: Readonly<Record<string, string>> },
  { bill, prices, priced }: Look,
  { line, shown, may }: { line: TypedLine; shown: Shown; may: CounterRights },
): LineView {
  const { t, wrong, warned } = pen
  const { item, asked, gross, discount } = shown
  const named = { item: item.name }
  const of = (part: 'quantity' | 'price' | 'discount') => `lines.${line.n}.${part}`
  const list = prices.get(line.item)?.price ?? asked.price
  const mayPrice = may.price || list === 0n
  const says = (['quantity', 'price', 'discount'] as const).map(of)
  return {
    n: line.n,
    item: line.item,
    name: item.name,
    about: aboutTax(t, shown, priced.kind === 'invoice'),
    isSelected: bill.fields.selected === String(line.n),
    says: [
      ...says.flatMap((name) => (wrong[name] ? [{ id: `say-${idOf(name)}`, text: wrong[name], isBad: true }] : [])),
      ...says.flatMap((name) => (warned[name] ? [{ id: `warn-${idOf(name)}`, text: warned[name], isBad: false }] : [])),
    ],
    quantity: entryOf(pen, of('quantity'), line.quantity, t('counter.quantityOf', named)),
    unit: unitSaid(t, item.unit),
    price: mayPrice ? '' : rupees(asked.price),
    priceEntry: mayPrice
      ? entryOf(pen, of('price'), line.price || (list > 0n ? rupees(list) : ''), t('counter.priceOf', named))
      : undefined,
    discount: entryOf(pen, of('discount'), line.discount, t('counter.discountOf', named)),
    // In the terms of the price, as the person reckons: tax that is inside stays inside.
    amount: rupees(subtract(gross, discount)),
    remove: t('counter.removeOf', named),
  }
}

/** "GST 5 % inside", "+ GST 18 %", "no GST"; nothing where no tax is charged at all. */
function aboutTax(t: Translate, { item, asked, rateBp }: Shown, isTaxed: boolean): string {
  if (!isTaxed) return ''
  if (item.gstKind !== 'taxable') return t(`sales.untaxed.${item.gstKind}`)
  return t(asked.priceIncludesTax ? 'counter.gst.inside' : 'counter.gst.added', { rate: percent(rateBp) })
}

export function unitSaid(t: Translate, unit: string): string {
  const key = `units.${unit}.symbol`
  return isWordKey(key) ? t(key) : unit
}
