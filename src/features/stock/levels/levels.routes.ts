import { Readable } from 'node:stream'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { listBranches } from '../../items/index.ts'
import { readToday } from '../standing/outlook.commands.ts'
import { levelsCsv } from './levels.csv.ts'
import { type LevelsFilter, parseFilter } from './levels.form.ts'
import {
  countFlags,
  type LevelsCursor,
  listBeside,
  listStanding,
  listStandingCategories,
  totalStock,
} from './levels.queries.ts'
import { type Listed, levelsView } from './levels.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const filterQuery = {
  q: text(100),
  branch: text(36),
  category: text(60),
  show: text(10),
  goods: text(10),
  sort: text(10),
}
const strict = { additionalProperties: false }
const listQuery = Type.Object({ ...filterQuery, after: text(400) }, strict)
const fileQuery = Type.Object(filterQuery, strict)

export const levelsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const config = { permission: 'stock.view' } as const

  app.get('/stock', { schema: { querystring: listQuery }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { after, ...typed } = request.query
    const seesCost = can(business.role, 'item.cost')
    const filter = parseFilter(typed, { seesCost })
    const today = todayIn(clock(), business.zone)
    const listed = await inBusiness(
      db,
      businessId,
      (tx) => load(tx, businessId, filter, cursorOf(after, filter), today),
      // What is searched is planned with what was typed.
      { keepsPlans: filter.search === '' },
    )
    const rights = { seesCost, isJeweller: business.kind === 'jeweller', canAdd: can(business.role, 'item.edit') }
    return reply.page('stock/levels', levelsView(reply.t, { typed, filter }, listed, rights))
  })

  app.get('/stock.csv', { schema: { querystring: fileQuery }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const seesCost = can(business.role, 'item.cost')
    const filter = parseFilter(request.query, { seesCost })
    const today = todayIn(clock(), business.zone)
    const name = `stock-${today}.csv`
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(Readable.from(levelsCsv(db, businessId, filter, { t: reply.t, seesCost, today }), { objectMode: false }))
  })
}

async function load(
  tx: Tx,
  businessId: string,
  filter: LevelsFilter,
  after: LevelsCursor | undefined,
  today: IsoDate,
): Promise<Listed> {
  const { branchId } = filter
  const [page, totals, counts, categories, branches] = await readToday(tx, businessId, today, () =>
    together([
      listStanding(tx, businessId, filter, { after }),
      totalStock(tx, businessId, { branchId, onDate: today }),
      countFlags(tx, businessId, branchId),
      listStandingCategories(tx, businessId),
      listBranches(tx, businessId),
    ]),
  )
  const beside = await listBeside(
    tx,
    businessId,
    page.rows.map(({ itemId }) => itemId),
  )
  return { page, beside, totals, counts, categories, branches, hasBefore: after !== undefined }
}

function cursorOf(typed: string, { sort, search }: LevelsFilter): LevelsCursor | undefined {
  const [key, id] = readCursor(typed, 2) ?? []
  if (key === undefined || !isId(id)) return undefined
  if (search === '' && sort !== 'name' && !/^-?\d{1,18}$/.test(key)) return undefined
  return [key, id]
}
