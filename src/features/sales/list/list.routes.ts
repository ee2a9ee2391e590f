import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { financialYear, isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import type { Membership } from '../../../web/who.ts'
import { isPlain, parseFilter, type SalesFilter } from './list.form.ts'
import { findYearFigures, listSales, resolve, type SalesCursor, totalOfPage, totalSales } from './list.queries.ts'
import { type ListedSales, salesView } from './list.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  {
    q: text(100),
    status: text(12),
    from: text(30),
    to: text(30),
    least: text(30),
    most: text(30),
    before: optional,
    after: optional,
  },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/sales', { schema: { querystring: query }, config: { permission: 'sale.view' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { before, after, ...typed } = request.query
    const parsed = parseFilter(typed, todayIn(clock(), business.zone))
    const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
    const listed = await inBusiness(db, businessId, (tx) => load(tx, business, parsed.filter, cursor), {
      keepsPlans: true,
    })
    if (Object.keys(parsed.errors).length > 0) reply.code(422)
    const reader = { t: reply.t, locale: request.locale }
    return reply.page(
      'sales/list',
      salesView(reader, typed, parsed, listed, { canSell: can(business.role, 'sale.make') }),
    )
  })
}

async function load(
  tx: Tx,
  { id: businessId, startMonth }: Membership,
  filter: SalesFilter,
  cursor: SalesCursor | undefined,
): Promise<ListedSales> {
  const asked = await resolve(tx, businessId, filter)
  const isOfMany = asked.found?.isFew === false
  const [found, figures] = await together([
    listSales(tx, businessId, filter, asked, cursor),
    isPlain(filter)
      ? findYearFigures(tx, businessId, financialYear(filter.today, startMonth).label).then((year) => ({ year }))
      : isOfMany
        ? undefined
        : totalSales(tx, businessId, asked).then((totals) => ({ totals })),
  ])
  return { ...pageBeside(found, cursor), figures: figures ?? { totals: totalOfPage(found, cursor) } }
}

function cursorOf(direction: SalesCursor['direction'], typed: string | undefined): SalesCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
