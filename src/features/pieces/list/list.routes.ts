import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { pieceFacts } from '../pieces.facts.ts'
import { pricesAt, ratesToday } from '../pieces.prices.ts'
import { filterQuery } from '../pieces.schema.ts'
import { orderOf, type PiecesFilter, parseFilter } from './list.form.ts'
import { listChoices, listPieces, type PiecesCursor, totalPieces } from './list.queries.ts'
import { type Listed, piecesView } from './list.views.ts'

const query = Type.Object(
  { ...filterQuery, after: Type.String({ maxLength: 200, default: '' }) },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/pieces',
    { schema: { querystring: query }, config: { permission: 'piece.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { after, ...typed } = request.query
      const parsed = parseFilter(typed)
      const at = clock()
      const now = { at, today: todayIn(at, business.zone) }
      const listed = await inBusiness(
        db,
        businessId,
        (tx) => load(tx, businessId, parsed.filter, cursorOf(after, parsed.filter), now),
        // What is searched is planned with what was typed.
        { keepsPlans: parsed.filter.search === '' },
      )
      if (Object.keys(parsed.errors).length > 0) reply.code(422)
      const rights = { canEdit: can(business.role, 'piece.edit'), seesCost: can(business.role, 'item.cost') }
      return reply.page('pieces/list', piecesView(reply.t, typed, parsed, listed, rights))
    },
  )
}

async function load(
  tx: Tx,
  businessId: string,
  filter: PiecesFilter,
  after: PiecesCursor | undefined,
  now: { at: Date; today: string },
): Promise<Listed> {
  const [page, totals, choices, rates] = await together([
    listPieces(tx, businessId, filter, { today: now.today, after }),
    totalPieces(tx, businessId, filter),
    listChoices(tx, businessId),
    ratesToday(tx, businessId, now),
  ])
  const facts = await pieceFacts(
    tx,
    businessId,
    page.rows.map(({ id }) => id),
  )
  const prices = pricesAt(rates, facts)
  const totalOf = new Map([...prices].map(([id, { total }]) => [id, total]))
  return { page, totals, choices, prices: totalOf, hasBefore: after !== undefined }
}

function cursorOf(typed: string, filter: PiecesFilter): PiecesCursor | undefined {
  const [key = '', tag = ''] = readCursor(typed, 2) ?? []
  const isKey = orderOf(filter) === 'age' ? isDate(key) : /^\d{1,15}$/.test(key)
  return isKey && tag !== '' ? [key, tag] : undefined
}
