import { Type } from '@fastify/type-provider-typebox'
import { add, zero } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import type { Cell, Column, ReportDefinition, Row } from '../../reports/index.ts'
import { unitText } from '../../stock/index.ts'
import { listNames, listShown, listSuggestions } from './suggesting.queries.ts'
import { whyOf } from './suggesting.views.ts'

/** What to order, as a list on paper or in a sheet. */
export const reorderList: ReportDefinition = {
  ...({ name: 'reorder', url: '/reorder', permission: 'purchase.view', group: 'purchases' } as const),
  ...({ title: 'reorder.title', answers: 'reorder.answers', dates: 'as-of', usual: 'today', compares: false } as const),
  query: { branch: Type.Optional(Type.String({ maxLength: 40 })) },
  build: async (tx, businessId, { own }, { t, role }) => {
    const branch = own['branch'] ?? ''
    const all = await listSuggestions(tx, businessId, isId(branch) ? branch : undefined)
    const ids = (of: (string | null)[]) => [...new Set(of)].filter((id) => id !== null)
    const items = new Map(
      (await listShown(tx, businessId, ids(all.map((one) => one.itemId)))).map((one) => [one.id, one]),
    )
    const names = new Map(
      (await listNames(tx, businessId, ids(all.map((one) => one.supplierId)))).map((one) => [one.id, one.name]),
    )
    const seesCost = can(role, 'item.cost')
    const sorted = all
      .map((one) => ({ ...one, supplier: names.get(one.supplierId ?? '') ?? t('reorder.noSupplier') }))
      .toSorted((a, b) => (a.supplier === b.supplier ? 0 : a.supplier < b.supplier ? -1 : 1))
    const total = sorted.reduce((sum, one) => add(sum, one.amount), zero)
    const rows: Row[] = sorted.map((one) => {
      const item = items.get(one.itemId)
      const unit = item ? unitText(t, { unit: item.unit, tracking: null }) : ''
      const money: Cell[] = [one.price, one.amount].map((amount) => (amount > 0n ? { kind: 'money', amount } : null))
      const cells: Cell[] = [
        { kind: 'text', text: one.supplier },
        { kind: 'text', text: item?.name ?? '', note: whyOf(t, one) },
        { kind: 'quantity', amount: one.quantity, unit },
        ...(seesCost ? money : []),
      ]
      return { level: 0, kind: 'line', cells }
    })
    const sum: Row = {
      ...({ level: 0, kind: 'total' } as const),
      cells: [{ kind: 'text', text: t('shell.total') }, null, null, null, { kind: 'money', amount: total }],
    }
    return {
      title: t('reorder.title'),
      note: t('reorder.count', { count: all.length }),
      columns: columnsOf(t, seesCost),
      rows: seesCost && rows.length > 0 ? [...rows, sum] : rows,
      empty: { title: t('reorder.empty'), text: t('reorder.empty.text') },
    }
  },
}

const columnsOf = (t: Parameters<ReportDefinition['build']>[3]['t'], seesCost: boolean): Column[] => [
  { name: 'supplier', head: t('shell.supplier'), kind: 'text' },
  { name: 'item', head: t('purchaseOrders.item'), kind: 'text', noteHead: t('reorder.why') },
  { name: 'quantity', head: t('reorder.quantity'), kind: 'quantity' },
  ...(seesCost
    ? [
        { name: 'price', head: `${t('purchaseOrders.price')} ₹`, kind: 'money' } as const,
        { name: 'amount', head: `${t('purchaseOrders.amount')} ₹`, kind: 'money' } as const,
      ]
    : []),
]
