import { rupees } from '../../../core/money.ts'
import { writeCursor } from '../../../db/paging.ts'
import type { CellView, PagerView, SummaryView, TitleView, VoidView } from '../../../web/components.views.ts'
import { formFields } from '../../../web/form-fields.ts'
import { showDate } from '../../../words/format.ts'
import type { Locale, Translate, WordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { plain } from '../making/making.form.ts'
import { unitOf } from '../making/making.views.ts'
import { type ItemField, itemFields, nameOf, type TypedItems } from './supplier-items.form.ts'
import type { listSupplierItems, SupplierItem } from './supplier-items.queries.ts'

export interface SupplierItemsView {
  summary: SummaryView
  head: TitleView
  action: string
  backTo: string
  orderHref: string
  rows: readonly {
    id: string
    href: string
    name: string
    about: string
    unit: string
    theirName: CellView
    theirCode: CellView
    price: CellView
    minimum: CellView
    days: CellView
    errors: readonly { id: string; text: string }[]
  }[]
  empty: VoidView
  pager: PagerView
}

declare module '../../../web/views.ts' {
  interface Views {
    'purchase-orders/supplier-items': SupplierItemsView
  }
}

const labels = {
  their_name: 'purchaseOrders.theirName',
  their_code: 'purchaseOrders.theirCode',
  price: 'purchaseOrders.price',
  minimum: 'purchaseOrders.least',
  days: 'purchaseOrders.days',
} as const satisfies Record<ItemField, WordKey>

type Listed = Awaited<ReturnType<typeof listSupplierItems>>

export function supplierItemsView(
  { t, locale }: { t: Translate; locale: Locale },
  { party, rows, hasMore }: Listed,
  { typed, errors, after }: { typed: TypedItems; errors: FieldErrors; after: string },
): SupplierItemsView {
  const base = `/purchases/orders/suppliers/${party.id}/items`
  const values = { ...Object.fromEntries(rows.flatMap(valuesOf)), ...typed }
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']))
  const f = formFields(t, { values: shown, errors })
  const cell = (item: SupplierItem, field: ItemField): CellView => {
    const name = nameOf(item.itemId, field)
    const { id, value, describedBy, label } = f.text(name, labels[field])
    return { id, name, value, describedBy, label: `${label}, ${item.name}` }
  }
  const last = rows.at(-1)
  return {
    summary: f.summary(),
    head: {
      title: t('purchaseOrders.names.of', { name: party.name }),
      note: t('purchaseOrders.names.note'),
      back: { href: `/parties/${party.id}`, text: party.name },
      badge: undefined,
    },
    action: after === '' ? base : `${base}?after=${encodeURIComponent(after)}`,
    backTo: `/parties/${party.id}`,
    orderHref: `/purchases/orders/new?party=${party.id}`,
    rows: rows.map((item) => ({
      ...{ id: item.itemId, href: `/items/${item.itemId}`, name: item.name, unit: unitOf(t, item.unit) },
      about:
        item.priceOn !== null && item.price > 0n
          ? t('purchaseOrders.askedOn', { amount: rupees(item.price), date: showDate(locale, item.priceOn) })
          : '',
      theirName: cell(item, 'their_name'),
      theirCode: cell(item, 'their_code'),
      price: cell(item, 'price'),
      minimum: cell(item, 'minimum'),
      days: cell(item, 'days'),
      errors: itemFields.flatMap((field) => {
        const error = errors[nameOf(item.itemId, field)]
        return error ? [{ id: `${cell(item, field).id}-e`, text: t(error.key, error.values) }] : []
      }),
    })),
    empty: {
      icon: 'cart',
      title: t('purchaseOrders.names.none'),
      text: t('purchaseOrders.names.none.text'),
      action: { href: `/purchases/orders/new?party=${party.id}`, text: t('purchaseOrders.new') },
    },
    pager: {
      shown: t('shell.shown', { count: rows.length }),
      laterHref: '',
      earlierHref: hasMore && last ? `${base}?after=${writeCursor([last.nameKey, last.itemId])}` : '',
    },
  }
}

function valuesOf(item: SupplierItem): [string, string][] {
  const own: Record<ItemField, string> = {
    their_name: item.theirName,
    their_code: item.theirCode,
    price: item.price > 0n ? rupees(item.price) : '',
    minimum: item.minimum > 0n ? plain(item.minimum) : '',
    days: item.leadDays === null ? '' : String(item.leadDays),
  }
  return itemFields.map((field) => [nameOf(item.itemId, field), own[field]])
}
