import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { abcs, xyzs } from '../../../core/abc-xyz.ts'
import { todayIn } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { listBranches } from '../../items/index.ts'
import { reckonDemand } from '../reckoning/reckoning.commands.ts'
import { countClasses, listClass } from './classes.queries.ts'
import { classesView } from './classes.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const querystring = Type.Object({ branch: text(40), cell: text(2), after: text(200) }, { additionalProperties: false })

/** Which goods make the money and how steadily they sell. */
export const classesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/reorder/classes',
    { schema: { querystring }, config: { permission: 'purchase.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { branch, cell, after } = request.query
      const at = clock()
      const abc = abcs.find((one) => one === cell[0])
      const xyz = xyzs.find((one) => one === cell[1])
      const [value, id] = readCursor(after, 2) ?? []
      const from =
        value !== undefined && /^-?\d{1,18}$/.test(value) && id !== undefined && isId(id)
          ? ([value, id] as const)
          : undefined
      const read = async (tx: Tx) => {
        await reckonDemand(tx, businessId, { today: todayIn(at, business.zone), at })
        const placeId = isId(branch) ? branch : businessId
        const [counts, branches] = await together([countClasses(tx, businessId, placeId), listBranches(tx, businessId)])
        const list =
          abc && xyz
            ? { abc, xyz, page: await listClass(tx, businessId, { placeId, abc, xyz, after: from }) }
            : undefined
        return { counts, branches, list }
      }
      const loaded = await inBusiness(db, businessId, read, { keepsPlans: true })
      const asked = { branch, cell, after }
      return reply.page(
        'reordering/classes',
        classesView(reply.t, loaded, { asked, isJeweller: business.kind === 'jeweller' }),
      )
    },
  )
}
