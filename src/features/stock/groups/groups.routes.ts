import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { listBranches } from '../../items/index.ts'
import { listPurityNames } from './groups.queries.ts'
import { groupsView } from './groups.views.ts'
import { readTally } from './tally.queries.ts'

const query = Type.Object({ branch: Type.String({ maxLength: 36, default: '' }) }, { additionalProperties: false })

export const groupsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/stock/groups',
    { schema: { querystring: query }, config: { permission: 'stock.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const branchId = isId(request.query.branch) ? request.query.branch : undefined
      const read = (tx: Tx) =>
        together([readTally(tx, businessId, branchId), listPurityNames(tx, businessId), listBranches(tx, businessId)])
      const [rows, purities, branches] = await inBusiness(db, businessId, read, { keepsPlans: true })
      const reader = { t: reply.t, today: todayIn(clock(), business.zone) }
      const rights = { seesCost: can(business.role, 'item.cost'), isJeweller: business.kind === 'jeweller' }
      return reply.page('stock/groups', groupsView(reader, { rows, purities, branches, branchId }, rights))
    },
  )
}
