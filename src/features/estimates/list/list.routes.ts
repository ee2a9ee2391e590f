import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { type ListState, listStates } from './list.form.ts'
import { type ListCursor, listEstimates, matchesOf } from './list.queries.ts'
import { estimatesView, type Listed } from './list.views.ts'

const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  {
    q: Type.String({ maxLength: 100, default: '' }),
    state: Type.Enum(listStates, { default: 'all' }),
    before: optional,
    after: optional,
  },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/estimates',
    { schema: { querystring: query }, config: { permission: 'sale.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { before, after, q, state } = request.query
      const today = todayIn(clock(), business.zone)
      const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
      const asked = { search: q.trim(), state, today, cursor }
      const listed = await inBusiness(db, businessId, (tx) => load(tx, businessId, asked))
      const may = { make: can(business.role, 'sale.make'), set: can(business.role, 'settings.edit') }
      const reader = { t: reply.t, locale: request.locale }
      return reply.page('estimates/list', estimatesView(reader, { q, state }, listed, { today, may }))
    },
  )
}

interface Asked {
  search: string
  state: ListState
  today: string
  cursor: ListCursor | undefined
}

async function load(tx: Tx, businessId: string, { search, state, today, cursor }: Asked): Promise<Listed> {
  const matches = search === '' ? { partyIds: undefined, numbers: undefined } : await matchesOf(tx, businessId, search)
  const filter = { ...matches, state, today }
  return pageBeside(await listEstimates(tx, businessId, { filter, cursor }), cursor)
}

function cursorOf(direction: ListCursor['direction'], typed: string | undefined): ListCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
