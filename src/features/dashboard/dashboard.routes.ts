import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { addDays, todayIn } from '../../core/dates.ts'
import { can, type Permission } from '../../core/permissions.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, whoOf } from '../../web/permissions.ts'
import type { Membership, Who } from '../../web/who.ts'
import { findLastCheckIfAny } from '../books/index.ts'
import { chequesDue } from '../cheques/index.ts'
import {
  findAgeing,
  findToDo,
  listAccountsToday,
  listLastBills,
  listSalesDays,
  listTopDues,
} from './dashboard.queries.ts'
import { dashboardView, type Facts } from './dashboard.views.ts'

/** As far back as this month, the last one and the drawing reach. */
const twoMonths = 62
const none = Type.Object({}, { additionalProperties: false })

/** The page one meets after signing in: for everyone, so that those without a dashboard find a door and no refusal. */
export const dashboardRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/', { schema: { querystring: none }, config: { permission: 'signed-in' } }, async (request, reply) => {
    if (!whoOf(request).business) return goTo(reply, '/businesses')
    const { who, business, businessId } = acting(request)
    if (!can(business.role, 'dashboard.view'))
      return reply.page('dashboard/welcome', { name: who.userName, shop: business.name })
    const today = todayIn(clock(), business.zone)
    const facts = await inBusiness(db, businessId, (tx) => readFacts(tx, { who, business, today }), {
      keepsPlans: true,
    })
    const reader = { t: reply.t, locale: request.locale, business, today }
    return reply.page('dashboard/show', dashboardView(reader, facts))
  })
}

/** Only what this role may see is asked for, all of it in one round trip. */
async function readFacts(
  tx: Tx,
  { who, business, today }: { who: Who; business: Membership; today: string },
): Promise<Facts> {
  const { id, role } = business
  const may = async <Found>(permission: Permission, find: () => Promise<Found>): Promise<Found | undefined> =>
    can(role, permission) ? find() : undefined
  const [toDo, days, accounts, ageing, dues, bills, check, cheques] = await together([
    findToDo(tx, id, who.userId),
    may('sale.view', () => listSalesDays(tx, id, addDays(today, -twoMonths), today)),
    may('payment.view', () => listAccountsToday(tx, id, today)),
    may('khata.view', () => findAgeing(tx, id, today)),
    may('khata.view', () => listTopDues(tx, id)),
    may('sale.view', () => listLastBills(tx, id)),
    may('books.view', () => findLastCheckIfAny(tx, id)),
    may('payment.view', () => chequesDue(tx, id, today)),
  ])
  return { toDo, days, accounts, ageing, dues, bills, check, cheques }
}
