import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { type ParsedFilter, parseFilter } from './list.form.ts'
import { type ListCursor, listPurchases, matchesOf, totalPurchases } from './list.queries.ts'
import { type Listed, purchasesView } from './list.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  { q: text(100), party: text(40), from: text(30), to: text(30), before: optional, after: optional },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/old-gold',
    { schema: { querystring: query }, config: { permission: 'sale.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { before, after, ...typed } = request.query
      const parsed = parseFilter(typed, todayIn(clock(), business.zone))
      const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
      const listed = await inBusiness(db, businessId, (tx) => load(tx, businessId, parsed, cursor))
      if (Object.keys(parsed.errors).length > 0) reply.code(422)
      const canBuy = can(business.role, 'sale.make')
      return reply.page(
        'old-gold/list',
        purchasesView({ t: reply.t, locale: request.locale }, typed, parsed, listed, canBuy),
      )
    },
  )
}

async function load(
  tx: Tx,
  businessId: string,
  { search, partyId, from, to }: ParsedFilter,
  cursor: ListCursor | undefined,
): Promise<Listed> {
  const matches = search === '' ? { partyIds: undefined, numbers: undefined } : await matchesOf(tx, businessId, search)
  const filter = { ...matches, partyId, from, to }
  const [found, totals] = await together([
    listPurchases(tx, businessId, { filter, cursor }),
    totalPurchases(tx, businessId, filter),
  ])
  return { ...pageBeside(found, cursor), totals }
}

function cursorOf(direction: ListCursor['direction'], typed: string | undefined): ListCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
