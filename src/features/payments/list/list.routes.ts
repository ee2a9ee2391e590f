import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { type IsoDate, isDate, monthStart, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { pageBeside, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { findPartyIfAny } from '../../parties/index.ts'
import { isPlain, type MoneyFilter, parseFilter } from './list.form.ts'
import { listMoney, type MoneyCursor, matchesOf, totalMoney } from './list.queries.ts'
import { type ListedMoney, moneyView } from './list.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 500 }))
const query = Type.Object(
  {
    q: text(100),
    show: text(12),
    party: text(40),
    mode: text(8),
    from: text(30),
    to: text(30),
    least: text(30),
    most: text(30),
    before: optional,
    after: optional,
  },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/payments',
    { schema: { querystring: query }, config: { permission: 'payment.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { before, after, ...typed } = request.query
      const today = todayIn(clock(), business.zone)
      const parsed = parseFilter(typed, today)
      const cursor = cursorOf('earlier', before) ?? cursorOf('later', after)
      const asked = { filter: parsed.filter, cursor, today }
      const listed = await inBusiness(db, businessId, (tx) => load(tx, businessId, asked), {
        keepsPlans: isPlain(parsed.filter),
      })
      if (Object.keys(parsed.errors).length > 0) reply.code(422)
      const canMake = can(business.role, 'payment.make')
      return reply.page(
        'payments/list',
        moneyView({ t: reply.t, locale: request.locale }, typed, parsed, listed, canMake),
      )
    },
  )
}

interface Asked {
  filter: MoneyFilter
  cursor: MoneyCursor | undefined
  today: IsoDate
}

async function load(tx: Tx, businessId: string, { filter, cursor, today }: Asked): Promise<ListedMoney> {
  const matches = filter.search === '' ? undefined : await matchesOf(tx, businessId, filter.search)
  const ofMonth = isPlain(filter)
  const [found, totals, party] = await together([
    listMoney(tx, businessId, { filter, matches, cursor }),
    totalMoney(tx, businessId, { filter: ofMonth ? { ...filter, from: monthStart(today) } : filter, matches }),
    filter.partyId === undefined ? undefined : findPartyIfAny(tx, businessId, filter.partyId),
  ])
  const more = { totals, ofMonth, partyName: party?.name ?? '' }
  return { ...pageBeside(found, cursor), ...more }
}

function cursorOf(direction: MoneyCursor['direction'], typed: string | undefined): MoneyCursor | undefined {
  const [onDate, id] = readCursor(typed, 2) ?? []
  return onDate !== undefined && isDate(onDate) && isId(id) ? { direction, onDate, id } : undefined
}
