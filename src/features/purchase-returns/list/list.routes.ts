import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { type IsoDate, isDate, parseDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { listReturns, type ReturnCursor } from './list.queries.ts'
import { returnsView, type TypedFilter } from './list.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  { q: text(100), party: text(40), from: text(30), to: text(30), before: optional, after: optional },
  { additionalProperties: false },
)
const config = { permission: 'purchase.view' } as const

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/purchases/returns', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { before, after, ...typed } = request.query
    const { filter, errors } = parseFilter(typed, todayIn(clock(), business.zone))
    const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
    const found = await inBusiness(db, businessId, (tx) => listReturns(tx, businessId, { filter, cursor }))
    if (Object.keys(errors).length > 0) reply.code(422)
    const canSend = can(business.role, 'purchase.bill')
    const listed = { ...pageBeside(found, cursor), canSend }
    return reply.page(
      'purchase-returns/list',
      returnsView({ t: reply.t, locale: request.locale }, { typed, errors, listed }),
    )
  })
}

/** A field that cannot be read filters nothing, and is named. */
function parseFilter(typed: TypedFilter, today: IsoDate) {
  const errors: Record<string, Said> = {}
  const date = (name: 'from' | 'to') => {
    const read = typed[name].trim() === '' ? undefined : parseDate(typed[name], today)
    if (read === undefined && typed[name].trim() !== '') errors[name] = { key: 'fields.date' }
    return read
  }
  const [from, to] = [date('from'), date('to')]
  if (from !== undefined && to !== undefined && to < from) errors.to = { key: 'fields.date.order' }
  const partyId = isId(typed.party) ? typed.party : undefined
  return { filter: { search: typed.q.trim(), partyId, from, to }, errors }
}

function cursorOf(direction: ReturnCursor['direction'], typed: string | undefined): ReturnCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
