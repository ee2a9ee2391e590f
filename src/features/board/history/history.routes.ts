import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { readerOf } from '../board.request.ts'
import { canSee as config, purityParams as params, strict, text } from '../board.schema.ts'
import { findPurity } from '../purities/purities.queries.ts'
import { findChoices } from '../rates.queries.ts'
import { parseSpan, pointDays } from './history.form.ts'
import { type HistoryPage, type HistoryRow, listHistory, listPoints } from './history.queries.ts'
import { historyView } from './history.views.ts'

const optional = Type.Optional(Type.String({ maxLength: 300 }))
const querystring = Type.Object({ from: text(30), to: text(30), before: optional, after: optional }, strict)

/** What a purity's rates were. */
export const historyRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/board-rates/purities/:purityId', { schema: { params, querystring }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { before, after, ...typed } = request.query
    const today = todayIn(clock(), business.zone)
    const { span, errors } = parseSpan(typed, today)
    const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
    const { purity, found, points, choices } = await inBusiness(db, businessId, async (tx) => {
      const purity = await findPurity(tx, businessId, request.params.purityId)
      const of = { purityId: purity.id, zone: business.zone }
      const [found, points, choices] = await together([
        listHistory(tx, businessId, { ...of, ...span, cursor }),
        listPoints(tx, businessId, { ...of, days: pointDays(span, today) }),
        findChoices(tx, businessId),
      ])
      return { purity, found, points, choices }
    })
    const page = arranged(found, cursor)
    if (Object.keys(errors).length > 0) reply.code(422)
    const view = { purity, grams: choices.grams, typed, errors, points, ...page }
    return reply.page('board/history', historyView(readerOf(request, reply, clock), view))
  })
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
type Cursor = NonNullable<HistoryPage['cursor']>

function cursorOf(direction: Cursor['direction'], typed: string | undefined): Cursor | undefined {
  const [fromAt, id] = readCursor(typed, 2) ?? []
  const isInstant = fromAt !== undefined && instant.test(fromAt) && !Number.isNaN(Date.parse(fromAt))
  return isInstant && isId(id) ? { direction, fromAt, id } : undefined
}

function arranged(found: readonly HistoryRow[], cursor: Cursor | undefined) {
  const { rows, hasMore } = pageOf(found)
  if (cursor?.direction !== 'later') return { rows, hasEarlier: hasMore, hasLater: cursor !== undefined }
  // Read backwards: the row nearest to the page came first.
  return { rows: rows.toReversed(), hasEarlier: true, hasLater: hasMore }
}
