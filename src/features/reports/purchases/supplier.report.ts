import { Type } from '@fastify/type-provider-typebox'
import { addMonths, monthStart } from '../../../core/dates.ts'
import { paise, rupees, wholeRupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { writeCursor } from '../../../db/paging.ts'
import type { Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { LinkView } from '../../../web/components.views.ts'
import { findParty } from '../../parties/index.ts'
import { monthsOf, saidMonth } from '../expenses/months.rules.ts'
import type { Between } from '../period.rules.ts'
import type { Asked, Report, ReportAlert, ReportDefinition, ReportReader } from '../report.ts'
import { hrefOf, saidPeriod } from '../report.views.ts'
import type { MonthsChart } from '../report-chart.ts'
import { findItems, itemField, itemQuery, noItem, type OneItem } from '../stock/one-item.ts'
import {
  type DeliveryShow,
  deliveryShows,
  listDeliveries,
  listPricesOfMonths,
  listSuppliedItems,
  listSuppliedMonths,
} from './supplier.queries.ts'
import { deliveryColumns, deliveryRow, itemColumns, itemRow } from './supplier.rows.ts'
import { figuresOfSupplier, type SupplierFigures } from './suppliers.queries.ts'
import { comparedNote, differingHref, supplierCommon, suppliersUrl } from './suppliers.report.ts'
import { noFigures, supplierFigs } from './suppliers.rows.ts'

/** One supplier: every item with how it came and what it costs now and before, or every line that came. */
export const supplierCard: ReportDefinition = {
  ...supplierCommon,
  name: 'supplier',
  url: `${suppliersUrl}/:id`,
  above: { href: suppliersUrl, title: 'supplierReports.title' },
  query: { ...itemQuery, show: Type.Optional(Type.String({ maxLength: 20 })) },
  filters: async (tx, businessId, fields, { t }) => {
    const shows = deliveryShows.map((show) => ({ value: show, text: t(`supplierReports.show.${show}`) }))
    const all = { value: '', text: t('supplierReports.show.items') }
    const show = fields.select('show', 'stockReports.by', [all, ...shows])
    return { selects: [show], fields: [await itemField(tx, businessId, fields)] }
  },
  build: async (tx, businessId, asked, reader) => {
    const { own, comparison, today, page } = asked
    const { id, name } = await findParty(tx, businessId, own['id'] ?? '')
    const typed = own['item'] ?? ''
    const [item] = await findItems(tx, businessId, typed)
    if (typed !== '' && !item) return noItem(reader, name, saidPeriod(reader, asked), typed)
    const of: Of = { tx, businessId, asked, reader, item, supplierId: id }
    const [now, then] = await together([
      figuresOfSupplier(tx, businessId, id, { from: asked.from, to: asked.to, today }),
      comparison && figuresOfSupplier(tx, businessId, id, { ...comparison, today }),
    ])
    const figures = now ?? noFigures
    const compared = comparison && (then ?? noFigures)
    return {
      title: name,
      note: [item?.name, saidPeriod(reader, asked), comparedNote(reader, asked)].filter(Boolean).join(' · '),
      figs: supplierFigs(reader, figures, compared, can(reader.role, 'khata.view')),
      alerts: alertsOf(of, figures),
      links: linksOf(of),
      empty: { title: reader.t('supplierReports.none'), text: reader.t('reports.empty.text') },
      ...(page.after === undefined && can(reader.role, 'item.cost') && { chart: await chartOf(of) }),
      ...(await bodyOf(of)),
    }
  },
}

interface Of {
  tx: Tx
  businessId: string
  supplierId: string
  asked: Asked
  reader: ReportReader
  item: OneItem | undefined
}

function bodyOf(of: Of): Promise<Pick<Report, 'columns' | 'rows' | 'next'>> {
  const show = deliveryShows.find((one) => one === of.asked.own['show'])
  if (show === undefined && of.item === undefined) return itemsOf(of)
  return deliveriesOf(of, show ?? 'deliveries')
}

async function itemsOf({ tx, businessId, supplierId, asked, reader }: Of) {
  const { from, to, page } = asked
  const listed = await listSuppliedItems(tx, businessId, {
    ...{ supplierId, from, to, after: page.after, limit: page.limit },
  })
  const last = listed.rows.at(-1)
  return {
    columns: itemColumns(reader),
    rows: listed.rows.map((row) => itemRow(reader, row, hrefOf(addressOf(supplierId), { from, to, item: row.id }))),
    next: listed.hasMore && last ? writeCursor([String(last.value), last.id]) : undefined,
  }
}

async function deliveriesOf({ tx, businessId, supplierId, asked, reader, item }: Of, show: DeliveryShow) {
  const { from, to, page } = asked
  const listed = await listDeliveries(tx, businessId, {
    ...{ supplierId, from, to, itemId: item?.id, show, after: page.after, limit: page.limit },
  })
  const last = listed.rows.at(-1)
  return {
    columns: deliveryColumns(reader),
    rows: listed.rows.map((row) => deliveryRow(reader, row)),
    next: listed.hasMore && last ? writeCursor([last.onDate, last.receiptId, String(last.line)]) : undefined,
  }
}

const addressOf = (supplierId: string): string => `${suppliersUrl}/${supplierId}`

function alertsOf({ asked, reader: { t }, supplierId }: Of, { stillLate, differing }: SupplierFigures): ReportAlert[] {
  const late: ReportAlert = {
    tone: 'bad',
    text: t('supplierReports.alert.late', { count: stillLate }),
    href: hrefOf('/reports/purchases/pending', { supplier: supplierId }),
  }
  const bills: ReportAlert = {
    tone: 'warn',
    text: t('supplierReports.alert.differing', { count: differing }),
    href: differingHref(supplierId, asked),
  }
  return [...(stillLate > 0 ? [late] : []), ...(differing > 0 ? [bills] : [])]
}

function linksOf({ asked: { from, to }, reader: { t, role }, supplierId, item }: Of): LinkView[] {
  const khata = { href: `/parties/${supplierId}`, text: t('supplierReports.khata') }
  const prices = item && {
    href: hrefOf('/reports/purchases/prices', { item: item.id, from, to }),
    text: t('stockReports.prices'),
  }
  return [
    ...(can(role, 'party.view') ? [khata] : []),
    { href: `/purchases/orders/suppliers/${supplierId}/items`, text: t('khata.theirItems') },
    ...(item ? [{ href: hrefOf(addressOf(supplierId), { from, to }), text: t('supplierReports.show.items') }] : []),
    ...(prices && can(role, 'item.cost') ? [prices] : []),
  ]
}

/** What came month by month and what of it was late; of one item what it was paid with, beside what others took. */
async function chartOf(of: Of): Promise<MonthsChart | undefined> {
  const { reader, asked, item } = of
  const known = new Map((item ? await pricesOf(of, item.id) : await valuesOf(of)).map((one) => [one.month, one]))
  if (known.size < 2) return undefined
  const { t, locale } = reader
  const said = item ? 'price' : 'value'
  return {
    kind: 'months',
    title: t(`supplierReports.chart.${said}`),
    barName: t(`supplierReports.chart.${said}.bar`),
    lineName: t(`supplierReports.chart.${said}.line`),
    show: (amount) => `₹${item ? rupees(paise(amount)) : wholeRupees(paise(amount))}`,
    months: monthsOf(item ? yearOf(asked) : asked)
      .slice(-36)
      .map((month) => ({
        name: saidMonth(locale, month),
        bar: known.get(month)?.bar ?? null,
        line: known.get(month)?.line ?? null,
      })),
  }
}

interface Month {
  month: string
  bar: bigint | null
  line: bigint | null
}

/** Prices change slowly: the twelve months up to the last day tell more than the days that were asked for. */
const yearOf = ({ from, to }: Between): Between => {
  const first = addMonths(monthStart(to), -11)
  return { from: from < first ? from : first, to }
}

async function pricesOf({ tx, businessId, supplierId, asked }: Of, itemId: string): Promise<Month[]> {
  const rows = await listPricesOfMonths(tx, businessId, { supplierId, itemId, ...yearOf(asked) })
  return rows.map(({ month, own, others }) => ({ month, bar: own, line: others }))
}

async function valuesOf({ tx, businessId, supplierId, asked: { from, to } }: Of): Promise<Month[]> {
  const rows = await listSuppliedMonths(tx, businessId, { supplierId, from, to })
  return rows.map(({ month, value, late }) => ({ month, bar: value, line: late }))
}
