import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { listBranches } from '../../items/index.ts'
import { readToday } from '../standing/outlook.commands.ts'
import { idleDays } from '../standing/outlook.rules.ts'
import { type IdleCursor, listIdle, listIdleTotals } from './idle.queries.ts'
import { idleView } from './idle.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const query = Type.Object({ days: text(4), branch: text(36), after: text(200) }, { additionalProperties: false })
const usualDays = 90

export const idleRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/stock/idle',
    { schema: { querystring: query }, config: { permission: 'stock.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { after, ...typed } = request.query
      const today = todayIn(clock(), business.zone)
      const days = idleDays.find((one) => String(one) === typed.days) ?? usualDays
      const branchId = isId(typed.branch) ? typed.branch : undefined
      const cursor = cursorOf(after)
      const read = (tx: Tx) =>
        readToday(tx, businessId, today, () =>
          together([
            listIdle(tx, businessId, { branchId, days, today, after: cursor }),
            listIdleTotals(tx, businessId, branchId),
            listBranches(tx, businessId),
          ]),
        )
      const [page, totals, branches] = await inBusiness(db, businessId, read, { keepsPlans: true })
      const rights = { seesCost: can(business.role, 'item.cost'), isJeweller: business.kind === 'jeweller' }
      const reader = { t: reply.t, locale: request.locale, today }
      const shown = { page, totals, branches, days, branchId, hasBefore: cursor !== undefined }
      return reply.page('stock/idle', idleView(reader, typed, shown, rights))
    },
  )
}

function cursorOf(typed: string): IdleCursor | undefined {
  const [idleOn = '', itemId] = readCursor(typed, 2) ?? []
  return isDate(idleOn) && isId(itemId) ? [idleOn, itemId] : undefined
}
