import { addDays, todayIn } from '../src/core/dates.ts'
import { newId } from '../src/db/ids.ts'
import { writeCursor } from '../src/db/paging.ts'
import type { Shot } from './load.ts'
import type { Shop } from './shops.ts'

/** Something that is asked again and again. */
export interface Ask {
  readonly name: string
  readonly shot: (shop: Shop, index: number) => Shot
  /** For what is slow by its nature, or can be asked so often only. */
  readonly most?: number
  /** Posts, and may all the same be asked as often as one likes. */
  readonly isHarmless?: boolean
  /** Prints: measured with fewer clients. */
  readonly isPrint?: boolean
}

const get =
  (path: (shop: Shop, index: number) => string): Ask['shot'] =>
  (shop, index) => ({
    method: 'GET',
    path: path(shop, index),
    headers: { cookie: shop.cookie, 'accept-encoding': 'gzip' },
    expect: 200,
  })

const page = (name: string, path: (shop: Shop, index: number) => string = () => name): Ask => ({
  name,
  shot: get(path),
})

/** One after another, so that no page is the one that was asked before. */
const nth = (ids: readonly string[], index: number): string => ids[index % Math.max(1, ids.length)] ?? ''

/** The seeds end today. */
const daysAgo = (days: number): string => addDays(todayIn(new Date(), 'Asia/Kolkata'), -days)

/** From one day within a month to one within another. */
const midMonths =
  (path: string): ((shop: Shop, index: number) => string) =>
  (_shop, index) =>
    `${path}${path.includes('?') ? '&' : '?'}from=${daysAgo(200 + (index % 20))}&to=${daysAgo(100 + (index % 20))}`

/** What follows the last line of a day within a month: everything of that day stands before it. */
const laterPage =
  (path: string): ((shop: Shop, index: number) => string) =>
  (_shop, index) =>
    `${path}&from=${daysAgo(220)}&to=${daysAgo(0)}&after=${writeCursor([daysAgo(100 + (index % 20)), lastId, '1'])}`

const lastId = 'ffffffff-ffff-7fff-bfff-ffffffffffff'

export const pages: readonly Ask[] = [
  page('/'),
  page('/parties'),
  page('/parties?q=', (_shop, index) => `/parties?q=${['pat', 'sha', 'meh', 'raj', 'des'][index % 5]}`),
  page('/parties/:id', ({ partyIds }, index) => `/parties/${nth(partyIds, index)}`),
  page('/sales'),
  page('/sales?status=', () => '/sales?status=due'),
  page('/sales?q=', (_shop, index) => `/sales?q=${['patel', 'shah', 'mehta', '00042', '00108'][index % 5]}`),
  page('/sales?from&to', () => '/sales?from=-30&to=-1&least=500'),
  page('/sales/:id', ({ saleIds }, index) => `/sales/${nth(saleIds, index)}`),
  page('/sales/new'),
  page('/items'),
  page('/items?q=', () => '/items?q=tea'),
  page('/payments'),
  page('/books/trial-balance'),
  page('/books/profit-and-loss'),
  page('/books/balance-sheet'),
  page('/books/trial-balance, mid months', midMonths('/books/trial-balance')),
  page('/books/profit-and-loss, mid months', midMonths('/books/profit-and-loss')),
  page('/books/balance-sheet, mid month', (_shop, index) => `/books/balance-sheet?on=${daysAgo(140 + (index % 20))}`),
  page('/day-book'),
  page('/reports/cash-book'),
  page('/reports/bank-book'),
  page('/reports/cash-book, mid months', midMonths('/reports/cash-book')),
  page('/reports/cash-book?by=days', midMonths('/reports/cash-book?by=days')),
  page('/reports/ledger', ({ salesAccountId }) => `/reports/ledger?account=${salesAccountId}`),
  page('/reports/ledger, mid months', (shop, index) =>
    midMonths(`/reports/ledger?account=${shop.salesAccountId}`)(shop, index),
  ),
  page('/reports/ledger, a later page', (shop, index) =>
    laterPage(`/reports/ledger?account=${shop.salesAccountId}`)(shop, index),
  ),
  page('/reports/cash-book, a later page', laterPage('/reports/cash-book?')),
  page('/reports/ledger?by=months', (shop, index) =>
    midMonths(`/reports/ledger?by=months&account=${shop.salesAccountId}`)(shop, index),
  ),
  page('/reports/receivables'),
  page('/reports/receivables, last month', () => '/reports/receivables?period=last-month'),
  page('/reports/receivables/bills'),
  page('/reports/cash-flow'),
  page('/reports/tax'),
  page('/reports/expenses'),
  page('/reports/registers/sales'),
  page('/audit'),
]

export const prints: readonly Ask[] = [
  {
    name: 'invoice.pdf, first',
    most: 20,
    isPrint: true,
    shot: get(({ unprintedIds }, index) => `/sales/${nth(unprintedIds, index)}/invoice.pdf`),
  },
  { name: 'invoice.pdf, kept', shot: get(({ saleIds }) => `/sales/${nth(saleIds, 101)}/invoice.pdf`) },
  {
    name: 'statement.pdf',
    most: 20,
    isPrint: true,
    shot: get(({ partyIds }, index) => `/parties/${nth(partyIds, index)}/statement.pdf`),
  },
]

/** Posts a form of our own page. */
export function form(
  shop: Shop,
  path: string,
  fields: Readonly<Record<string, string>>,
  expect: number,
  extra = {},
): Shot {
  return {
    method: 'POST',
    path,
    headers: {
      cookie: shop.cookie,
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      'accept-encoding': 'gzip',
      ...extra,
    },
    body: new URLSearchParams({ _csrf: shop.token, ...fields }).toString(),
    expect,
  }
}

const billFields = (shop: Shop, index: number, id: string): Record<string, string> => ({
  id,
  party: nth(shop.partyIds, index * 7),
  'lines.1.item': nth(shop.itemIds, index * 3),
  'lines.1.quantity': '2',
  'lines.2.item': nth(shop.itemIds, index * 3 + 1),
  'lines.2.quantity': '1',
  'lines.3.item': nth(shop.itemIds, index * 3 + 2),
  'lines.3.quantity': '3',
})

export const issue: Ask = {
  name: 'issue an invoice',
  shot: (shop, index) => {
    const id = newId()
    return form(shop, '/sales', { ...billFields(shop, index, id), pay: 'khata' }, 303)
  },
}

export const actions: readonly Ask[] = [
  {
    name: 'receive a payment',
    shot: (shop, index) => {
      const fields = { 'tenders.0.amount': '50', 'tenders.0.mode': 'upi', rest_as: 'on-account' }
      const party_id = nth(shop.partyIds, index)
      return form(shop, '/payments/receipts', { id: newId(), party_id, ...fields }, 303)
    },
  },
  {
    name: 'save a draft',
    shot: (shop, index) => {
      const id = draftIds[index % draftIds.length] ?? newId()
      const htmx = { 'hx-request': 'true', 'hx-request-type': 'partial' }
      return form(shop, `/sales/drafts/${id}`, billFields(shop, index, id), 200, htmx)
    },
  },
]

const draftIds = Array.from({ length: 8 }, () => newId())
