import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { type IsoDate, isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { type ParsedFilter, parseFilter } from './list.form.ts'
import { findYearTotals, type ListCursor, listBills, matchesOf, totalBills } from './list.queries.ts'
import { billsView, type Listed } from './list.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  { q: text(100), show: text(12), party: text(40), from: text(30), to: text(30), before: optional, after: optional },
  { additionalProperties: false },
)
const config = { permission: 'purchase.view' } as const

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/purchases/bills', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { before, after, ...typed } = request.query
    const today = todayIn(clock(), business.zone)
    const parsed = parseFilter(typed, today)
    const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
    // What is searched is planned with what was typed.
    const keepsPlans = parsed.search === '' && parsed.partyId === undefined
    const read = (tx: Tx) => load(tx, businessId, { parsed, today, cursor })
    const listed = await inBusiness(db, businessId, read, { keepsPlans })
    if (Object.keys(parsed.errors).length > 0) reply.code(422)
    const by = {
      canBill: can(business.role, 'purchase.bill'),
      maySet: can(business.role, 'settings.edit'),
      isJeweller: business.kind === 'jeweller',
      today,
    }
    return reply.page(
      'supplier-bills/list',
      billsView({ t: reply.t, locale: request.locale }, { typed, parsed, listed }, by),
    )
  })
}

async function load(
  tx: Tx,
  businessId: string,
  { parsed, today, cursor }: { parsed: ParsedFilter; today: IsoDate; cursor: ListCursor | undefined },
): Promise<Listed> {
  const { show, partyId, from, to } = parsed
  const filter = { ...(await matchesOf(tx, businessId, parsed.search)), show, partyId, from, to, today }
  const isWhole = show === 'all' && partyId === undefined && filter.partyIds === undefined && !from && !to
  const [found, totals] = await together([
    listBills(tx, businessId, { filter, cursor }),
    isWhole ? findYearTotals(tx, businessId, today) : totalBills(tx, businessId, filter),
  ])
  return { ...pageBeside(found, cursor), totals }
}

function cursorOf(direction: ListCursor['direction'], typed: string | undefined): ListCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
