import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { addDays, isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { type ListOf, views } from './list.form.ts'
import { type ListCursor, listOrders, matchesOf } from './list.queries.ts'
import { type Listed, ordersView } from './list.views.ts'

const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  {
    q: Type.String({ maxLength: 100, default: '' }),
    list: Type.Enum(views, { default: 'open' }),
    before: optional,
    after: optional,
  },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/orders',
    { schema: { querystring: query }, config: { permission: 'order.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { before, after, q, list } = request.query
      const today = todayIn(clock(), business.zone)
      const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
      const listed = await inBusiness(db, businessId, (tx) =>
        load(tx, businessId, { q: q.trim(), list, today, cursor }),
      )
      const canMake = can(business.role, 'order.make')
      const reader = { t: reply.t, locale: request.locale }
      return reply.page('orders/list', ordersView(reader, { q, list }, listed, { today, canMake }))
    },
  )
}

interface Asked {
  q: string
  list: ListOf
  today: string
  cursor: ListCursor | undefined
}

async function load(tx: Tx, businessId: string, { q, list, today, cursor }: Asked): Promise<Listed> {
  const matches = q === '' ? { partyIds: undefined, numbers: undefined } : await matchesOf(tx, businessId, q)
  const filter = { ...matches, list, today, week: addDays(today, 6) }
  const found = await listOrders(tx, businessId, { filter, cursor })
  return pageBeside(found, cursor)
}

function cursorOf(direction: ListCursor['direction'], typed: string | undefined): ListCursor | undefined {
  const [dueOn, id] = readCursor(typed, 2) ?? []
  return dueOn !== undefined && isDate(dueOn) && isId(id) ? { direction, dueOn, id } : undefined
}
