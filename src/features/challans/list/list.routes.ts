import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { views } from './list.form.ts'
import { type ListAfter, listChallans } from './list.queries.ts'
import { challansView } from './list.views.ts'

const query = Type.Object(
  { list: Type.Enum(views, { default: 'out' }), before: Type.Optional(Type.String({ maxLength: 500 })) },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/challans',
    { schema: { querystring: query }, config: { permission: 'order.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { list, before } = request.query
      const today = todayIn(clock(), business.zone)
      const after = afterOf(before)
      const found = await inBusiness(db, businessId, (tx) => listChallans(tx, businessId, { list, today, after }))
      const shown = { list, today, canMake: can(business.role, 'order.make') }
      return reply.page('challans/list', challansView({ t: reply.t, locale: request.locale }, pageOf(found), shown))
    },
  )
}

function afterOf(typed: string | undefined): ListAfter | undefined {
  const [day, id] = readCursor(typed, 2) ?? []
  return day !== undefined && isDate(day) && isId(id) ? { day, id } : undefined
}
