import { rupees } from '../../../core/money.ts'
import { quantity } from '../../../core/quantity.ts'
import { units } from '../../../core/units.ts'
import type {
  AreaView,
  CheckView,
  ChoicesView,
  FieldView,
  SelectView,
  SummaryView,
  TitleView,
} from '../../../web/components.views.ts'
import { type FormFields, formFields, type Typed } from '../../../web/form-fields.ts'
import type { Translate } from '../../../words/index.ts'
import type { ArticleChoices } from '../article/article.queries.ts'
import { type ArticleFormView, articleFormView, articleNames } from '../article/article.views.ts'
import type { GstClassRow, ItemRow } from '../items.queries.ts'
import { gstText } from '../items.views.ts'

export interface ItemFormView {
  head: TitleView
  action: string
  id: string
  summary: SummaryView
  kind: ChoicesView
  name: FieldView
  /** Of a jeweller's items. */
  article: ArticleFormView | undefined
  unit: SelectView
  /** Of goods that are no jewellery: an article says its own. */
  category: FieldView | undefined
  categories: readonly string[]
  shelf: FieldView
  tracksBatches: CheckView
  hsn: FieldView
  gstClass: SelectView
  salePrice: FieldView
  priceWithTax: ChoicesView
  purchasePrice: FieldView | undefined
  barcode: FieldView
  lowStock: FieldView
  notes: AreaView
  openingOn: FieldView | undefined
  opening: readonly { branch: string; quantity: FieldView; value: FieldView }[]
  backTo: string
}

declare module '../../../web/views.ts' {
  interface Views {
    'items/form': ItemFormView
  }
}

interface FormParts extends Typed {
  /** Undefined for a new item. */
  itemId: string | undefined
  seesCost: boolean
  gstClasses: readonly GstClassRow[]
  /** What an article may name; undefined where the shop sells no jewellery. */
  articles: ArticleChoices | undefined
  /** Where a new item may have opening stock. */
  branches: readonly { id: string; name: string }[]
  /** Those that are in use. */
  categories: readonly string[]
}

const lastFields = ['unit', 'hsn', 'gst_class', 'sale_price', 'purchase_price', 'barcode', 'low_stock']
const fieldOrder = ['name', ...articleNames, ...lastFields]

export function itemFormView(t: Translate, parts: FormParts): ItemFormView {
  const { gstClasses, itemId } = parts
  const branches = itemId === undefined ? parts.branches : []
  const backTo = itemId === undefined ? '/items' : `/items/${itemId}`
  const f = formFields(t, parts)
  const yesNo = ['yes', 'no'] as const
  return {
    head: {
      title: t(itemId === undefined ? 'items.new' : 'items.edit'),
      note: '',
      back: { href: backTo, text: t('shell.nav.items') },
      badge: undefined,
    },
    action: backTo,
    id: itemId === undefined ? (parts.values['id'] ?? '') : '',
    backTo,
    summary: f.summary(fieldOrder),
    kind: f.radios(
      'kind',
      'items.kind',
      (['goods', 'service'] as const).map((value) => ({ value, text: t(`items.kind.${value}`) })),
    ),
    name: f.text('name', 'shell.name', { maxlength: 120, isFirst: true }),
    article: parts.articles && articleFormView(t, f, parts.articles),
    ...placeFields(f, parts),
    unit: f.select(
      'unit',
      'items.unit',
      units.map((value) => ({ value, text: `${t(`units.${value}`)} (${value})` })),
    ),
    hsn: f.text('hsn', 'items.hsn', { hint: 'items.hsn.hint', maxlength: 12, width: 'w-s', isOptional: true }),
    gstClass: f.select('gst_class', 'items.gstClass', [
      { value: '', text: t('shell.choose') },
      ...gstClasses.map((one) => ({ value: one.id, text: `${gstText(t, one.kind, one.rate_bp)} · ${one.name}` })),
    ]),
    salePrice: f.money('sale_price', 'items.salePrice'),
    priceWithTax: f.radios(
      'price_with_tax',
      'items.priceWithTax',
      yesNo.map((value) => ({ value, text: t(`items.priceWithTax.${value}`) })),
    ),
    purchasePrice: parts.seesCost ? f.money('purchase_price', 'items.purchasePrice', { isOptional: true }) : undefined,
    barcode: f.text('barcode', 'items.barcode', {
      hint: 'items.barcode.hint',
      maxlength: 32,
      width: 'w-m',
      isOptional: true,
    }),
    lowStock: f.number('low_stock', 'items.lowStock', { hint: 'items.lowStock.hint', isOptional: true }),
    notes: f.area('notes', 'shell.notes', { maxlength: 1000, isOptional: true }),
    openingOn: branches.length > 0 ? f.date('opening_on', 'items.openingOn') : undefined,
    opening: branches.map(({ id, name }) => ({
      branch: name,
      quantity: f.number(`opening.${id}.quantity`, 'items.openingQuantity', { isOptional: true }),
      value: f.money(`opening.${id}.value`, 'items.openingValue', { isOptional: true }),
    })),
  }
}

/** How it is sorted and where it lies. */
const placeFields = (f: FormFields, { articles, categories }: FormParts) => ({
  category: articles
    ? undefined
    : f.text('category', 'items.category', {
        hint: 'items.category.hint',
        maxlength: 60,
        width: 'w-m',
        isOptional: true,
        list: 'categories',
      }),
  categories,
  shelf: f.text('shelf', 'items.shelf', { hint: 'items.shelf.hint', maxlength: 40, width: 'w-m', isOptional: true }),
  tracksBatches: f.check('tracks_batches', 'items.tracksBatches', { hint: 'items.tracksBatches.hint' }),
})

/** What the form shows of an item that is there. */
export const valuesOf = (item: ItemRow): Record<string, string> => ({
  kind: item.kind,
  name: item.name,
  unit: item.unit,
  hsn: item.hsn,
  gst_class: item.gst_class_id,
  sale_price: rupees(item.sale_price_paise),
  price_with_tax: item.price_includes_tax ? 'yes' : 'no',
  purchase_price: rupees(item.purchase_price_paise),
  barcode: item.barcode,
  low_stock: item.low_stock_milli > 0n ? quantity(item.low_stock_milli) : '',
  notes: item.notes,
  category: item.category,
  shelf: item.shelf,
  tracks_batches: item.tracks_batches ? 'yes' : '',
})
