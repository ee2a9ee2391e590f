import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { type Page, pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { booksTabs } from '../../books/index.ts'
import { parseFilter, type VoucherFilter } from './list.form.ts'
import { type ListedVoucher, listVouchers, matchesOf, type VoucherCursor } from './list.queries.ts'
import { listView } from './list.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  { q: text(100), kind: text(20), from: text(30), to: text(30), before: optional, after: optional },
  { additionalProperties: false },
)
const config = { permission: 'books.view' } as const

/** The register: every voucher of the books, whatever made it. */
export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/vouchers', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { before, after, ...typed } = request.query
    const parsed = parseFilter(typed, todayIn(clock(), business.zone))
    const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
    const listed = await inBusiness(db, businessId, (tx) => load(tx, businessId, parsed.filter, cursor))
    if (Object.keys(parsed.errors).length > 0) reply.code(422)
    const tabs = booksTabs(reply.t, business.role, 'vouchers')
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const canPost = can(business.role, 'books.post')
    return reply.page('vouchers/list', listView(reader, typed, parsed, { ...listed, tabs, canPost }))
  })
}

async function load(
  tx: Tx,
  businessId: string,
  filter: VoucherFilter,
  cursor: VoucherCursor | undefined,
): Promise<Page<ListedVoucher> & { hasLater: boolean }> {
  const matches = filter.search === '' ? undefined : await matchesOf(tx, businessId, filter.search)
  const found = await listVouchers(tx, businessId, { filter, matches, cursor })
  return pageBeside(found, cursor)
}

function cursorOf(direction: VoucherCursor['direction'], typed: string | undefined): VoucherCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
