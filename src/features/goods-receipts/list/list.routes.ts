import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { findPartyIfAny } from '../../parties/index.ts'
import { parseFilter } from './list.form.ts'
import { listReceipts, type ReceiptCursor } from './list.queries.ts'
import { receiptsView } from './list.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  { q: text(100), show: text(12), party: text(40), from: text(30), to: text(30), before: optional, after: optional },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/purchases/receipts',
    { schema: { querystring: query }, config: { permission: 'purchase.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { before, after, ...typed } = request.query
      const parsed = parseFilter(typed, todayIn(clock(), business.zone))
      const { filter } = parsed
      const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
      const read = async (tx: Tx) => {
        const party = filter.partyId === undefined ? undefined : await findPartyIfAny(tx, businessId, filter.partyId)
        return { found: await listReceipts(tx, businessId, { filter, cursor }), partyName: party?.name ?? '' }
      }
      // What is searched is planned with what was typed.
      const keepsPlans = filter.search === '' && filter.partyId === undefined
      const { found, partyName } = await inBusiness(db, businessId, read, { keepsPlans })
      if (Object.keys(parsed.errors).length > 0) reply.code(422)
      const by = {
        canReceive: can(business.role, 'purchase.receive'),
        canCost: can(business.role, 'item.cost'),
        partyName,
      }
      const page = pageBeside(found, cursor)
      return reply.page(
        'goods-receipts/list',
        receiptsView({ t: reply.t, locale: request.locale }, typed, parsed, { ...page, ...by }),
      )
    },
  )
}

function cursorOf(direction: ReceiptCursor['direction'], typed: string | undefined): ReceiptCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
