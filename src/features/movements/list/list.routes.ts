import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { formsOf, movementLists } from '../movements.types.ts'
import { listMovements } from './list.queries.ts'
import { movementsView } from './list.views.ts'

const query = Type.Object(
  {
    show: Type.Enum(['all', 'open'], { default: 'all' }),
    before: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  for (const list of movementLists) {
    const schema = { querystring: query }
    app.get(`/stock/${list}`, { schema, config: { permission: 'stock.view' } }, async (request, reply) => {
      const { businessId, business } = acting(request)
      const { show, before } = request.query
      const asked = { forms: formsOf(list), show, after: afterOf(before) }
      const rows = await inBusiness(db, businessId, (tx) => listMovements(tx, businessId, asked))
      const of = { list, show, today: todayIn(clock(), business.zone), business }
      return reply.page('movements/list', movementsView({ t: reply.t, locale: request.locale }, pageOf(rows), of))
    })
  }
}

function afterOf(typed: string | undefined) {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { onDate, id } : undefined
}
