import { rupees, subtract } from '../../../core/money.ts'
import { percent } from '../../../core/percent.ts'
import type { PricedPiece } from '../../../core/piece-sale.ts'
import type { Choice } from '../../../web/form-fields.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import { listedAt } from './counter.form.ts'
import type { Look } from './counter.look.ts'
import type { CounterRights, TypedLine } from './counter.types.ts'
import { entryOf, idOf, type LinesView, type LineView, type Pen } from './counter.views.ts'
import { jewelFields, jewelView } from './jewel.views.ts'

type Shown = Look['priced']['lines'][number]

type Warned = Pen & { warned: Readonly<Record<string, string>> }

export function linesView(pen: Warned, look: Look, may: CounterRights, sellers: readonly Choice[]): LinesView {
  const { t } = pen
  const rows = look.bill.lines.flatMap((line, i): LineView[] => {
    const shown = look.priced.lines[i]
    return shown ? [lineView(pen, look, { line, shown, may })] : []
  })
  const isJewellery = rows.some(({ jewel }) => jewel)
  const count = t(isJewellery ? 'counter.pieces' : 'counter.items', { count: rows.length })
  return { count, selected: look.bill.fields.selected, isJewellery, sellers, rows }
}

const said = ['quantity', 'price', 'discount', 'gross', 'net', 'count', 'rate', 'making', 'wastage'] as const

function lineView(
  pen: Warned,
  look: Look,
  { line, shown, may }: { line: TypedLine; shown: Shown; may: CounterRights },
): LineView {
  const { t, wrong, warned } = pen
  const { bill, prices, priced } = look
  const { item, asked, gross, discount, piece } = shown
  const named = { item: item.name }
  const of = (part: (typeof said)[number] | 'seller' | 'listed') => `lines.${line.n}.${part}`
  const own = prices.get(line.item)
  const { price: list, offer } = own ? listedAt(own, line.quantity) : { price: asked.price, offer: undefined }
  const isListed = !piece && line.price.trim() === '' && list > 0n
  const mayPrice = may.price || list === 0n
  const says = said.map(of)
  const isSelected = bill.fields.selected === String(line.n)
  const isOpen =
    piece !== null && (isSelected || says.some((name) => wrong[name]) || (line.lot !== '' && line.net === ''))
  return {
    n: line.n,
    item: line.item,
    name: item.name,
    about: aboutTax(t, shown, priced.kind === 'invoice'),
    isSelected,
    says: [
      ...(own && offer && isListed
        ? [
            {
              id: `list-${line.n}`,
              text: t('counter.ofList', { list: offer.listName, price: rupees(own.price) }),
              isBad: false,
            },
          ]
        : []),
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
    rateHref: rateHref(look, line, piece),
    jewel: piece ? jewelView(pen, line, { piece, name: item.name, isOpen }) : undefined,
    seller: { id: idOf(of('seller')), name: of('seller'), value: line.seller },
    sellerLabel: t('counter.sellerOf', named),
    hidden: [...hiddenOf(line, isOpen), ...(isListed && mayPrice ? [{ name: of('listed'), value: rupees(list) }] : [])],
  }
}

/** Where the rate is written that a piece waits for; from there the way leads back to this bill. */
function rateHref({ id, refused, bill }: Look, line: TypedLine, piece: PricedPiece | null): string {
  const at = bill.lines.indexOf(line)
  const isAsked = refused.some((said) => said.line === at && rateKeys.includes(said.key))
  if (!isAsked || !piece) return ''
  return `/board-rates/quick?${new URLSearchParams({ purity: piece.sold.purityId, back: `/sales/new?draft=${id}` })}`
}

const rateKeys: readonly string[] = ['sales.refusal.noBoardRate', 'sales.refusal.staleBoardRate']

/** The fields of a line of jewellery are shown while it is the chosen one; the others send theirs back as they are. */
function hiddenOf(line: TypedLine, isOpen: boolean): LineView['hidden'] {
  const always = ['piece', 'lot', 'order'] as const
  const folded = isOpen ? [] : jewelFields(line)
  return [...always, ...folded].flatMap((part) =>
    line[part] === '' ? [] : [{ name: `lines.${line.n}.${part}`, value: line[part] }],
  )
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
