import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { type ListOf, views } from './list.form.ts'
import { countPressing, type ListCursor, listPurchaseOrders, matchesOf } from './list.queries.ts'
import { type Listed, purchaseOrdersView } from './list.views.ts'

const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  {
    q: Type.String({ maxLength: 100, default: '' }),
    list: Type.Enum(views, { default: 'expected' }),
    before: optional,
    after: optional,
  },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/purchases/orders',
    { schema: { querystring: query }, config: { permission: 'purchase.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { before, after, q, list } = request.query
      const today = todayIn(clock(), business.zone)
      const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
      const listed = await inBusiness(
        db,
        businessId,
        (tx) => load(tx, businessId, { q: q.trim(), list, today, cursor }),
        // What is searched is planned with what was typed.
        { keepsPlans: q.trim() === '' },
      )
      const canMake = can(business.role, 'purchase.order')
      const canSet = can(business.role, 'settings.edit')
      const reader = { t: reply.t, locale: request.locale }
      const view = purchaseOrdersView(reader, { q, list }, listed, { today, canMake, canSet })
      return reply.page('purchase-orders/list', view)
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
  const matches = q === '' ? undefined : await matchesOf(tx, businessId, q)
  const [found, pressing] = await together([
    listPurchaseOrders(tx, businessId, { filter: { list, today, matches }, cursor }),
    countPressing(tx, businessId, today),
  ])
  return { ...pageBeside(found, cursor), pressing }
}

function cursorOf(direction: ListCursor['direction'], typed: string | undefined): ListCursor | undefined {
  const [day, id] = readCursor(typed, 2) ?? []
  return day !== undefined && isDate(day) && isId(id) ? { direction, day, id } : undefined
}
