import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { addMonths, type IsoDate, isDate, monthStart, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { listBranches } from '../../items/index.ts'
import { tallyOfArticle } from '../groups/tally.queries.ts'
import { listBeside } from '../levels/levels.queries.ts'
import { readToday } from '../standing/outlook.commands.ts'
import { chartMonths } from './card.chart.ts'
import {
  findCardItem,
  listAwaited,
  listBatches,
  listCardLevels,
  listCardMonths,
  listLastPurchases,
  listLayers,
  listLotsOfItem,
  listSuppliers,
} from './card.queries.ts'
import { type Card, cardView } from './card.views.ts'
import { type AskedMoves, balanced, listCardMoves, listKinds, type MovesCursor } from './moves.queries.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const params = Type.Object({
  itemId: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$' }),
})
const query = Type.Object({ kind: text(30), branch: text(36), after: text(200) }, { additionalProperties: false })

export const cardRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/stock/:itemId',
    { schema: { params, querystring: query }, config: { permission: 'stock.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { after, ...typed } = request.query
      const today = todayIn(clock(), business.zone)
      const rights = {
        seesCost: can(business.role, 'item.cost'),
        canAdjust: can(business.role, 'stock.adjust'),
        seesParties: can(business.role, 'party.view'),
        seesPurchases: can(business.role, 'purchase.view'),
      }
      const asked = { ...typed, before: cursorOf(after) }
      const { itemId } = request.params
      const card = await inBusiness(db, businessId, (tx) => load(tx, businessId, itemId, asked, today), {
        keepsPlans: true,
      })
      const reader = { t: reply.t, locale: request.locale, today }
      return reply.page('stock/card', cardView(reader, card, typed, { ...rights, isFirst: asked.before === undefined }))
    },
  )
}

interface Asked {
  kind: string
  branch: string
  before: MovesCursor | undefined
}

/** All that does not hang on another answer goes out at once: a page costs its round trips more than its rows. */
async function load(tx: Tx, businessId: string, itemId: string, asked: Asked, today: IsoDate): Promise<Card> {
  const from = addMonths(monthStart(today), 1 - chartMonths)
  // A kind that the item never had filters nothing, so it is looked up first.
  const known = asked.kind === '' ? undefined : await listKinds(tx, businessId, itemId)
  const moves: AskedMoves = {
    kind: known?.find((kind) => kind === asked.kind),
    branchId: isId(asked.branch) ? asked.branch : undefined,
    before: asked.before,
  }
  const [item, kinds, branches, bare, levels, months, beside, purchases, awaited, suppliers] = await together([
    findCardItem(tx, businessId, itemId),
    known ?? listKinds(tx, businessId, itemId),
    listBranches(tx, businessId),
    listCardMoves(tx, businessId, itemId, moves),
    readToday(tx, businessId, today, () => listCardLevels(tx, businessId, itemId)),
    listCardMonths(tx, businessId, itemId, from),
    listBeside(tx, businessId, [itemId]),
    listLastPurchases(tx, businessId, itemId),
    listAwaited(tx, businessId, itemId),
    listSuppliers(tx, businessId, itemId),
  ])
  const now = levels.find(({ placeId }) => placeId === (moves.branchId ?? businessId))
  const [page, layers, batches, lots, counters] = await together([
    balanced(tx, businessId, itemId, { page: bare, asked: moves, now }),
    item.valuation === 'fifo' && item.tracking === null ? listLayers(tx, businessId, itemId) : [],
    item.tracksBatches ? listBatches(tx, businessId, itemId) : [],
    item.tracking === 'lot' ? listLotsOfItem(tx, businessId, itemId) : [],
    item.tracking === 'piece' ? tallyOfArticle(tx, businessId, itemId) : [],
  ])
  return {
    ...{ businessId, item, kinds, branches, page, levels, months, beside, purchases, awaited, suppliers },
    ...{ layers, batches, lots, counters },
  }
}

function cursorOf(typed: string): MovesCursor | undefined {
  const [onDate = '', id] = readCursor(typed, 2) ?? []
  return isDate(onDate) && isId(id) ? [onDate, id] : undefined
}
