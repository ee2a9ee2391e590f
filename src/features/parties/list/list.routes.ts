import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { can } from '../../../core/permissions.ts'
import { readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import type { Translate } from '../../../words/index.ts'
import { listOpenGroups } from '../../price-lists/index.ts'
import { findPartyIfAny } from '../parties.queries.ts'
import { type Beside, listParties } from './list.queries.ts'
import { type PartiesView, partiesView } from './list.views.ts'
import { shows } from './shows.ts'

const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const query = Type.Object(
  { q: text(100), show: text(12), group: text(40), after: text(1000), before: text(1000), archived: text(40) },
  { additionalProperties: false },
)

export const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get(
    '/parties',
    { schema: { querystring: query }, config: { permission: 'party.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { q = '', after, before, archived } = request.query
      const show = shows.find((one) => one === request.query.show) ?? 'all'
      const canAdd = can(business.role, 'party.edit')
      const [page, undo, asked, groups] = await inBusiness(
        db,
        businessId,
        async (tx) => {
          const listing = listOpenGroups(tx, businessId)
          // A group that is asked for is looked up first, for only an open one narrows the list.
          const chosen = request.query.group ? await listing : []
          const asked = { show, q, group: chosen.find(({ id }) => id === request.query.group)?.id ?? '' }
          const side = beside('after', after) ?? beside('before', before)
          return together([
            listParties(tx, businessId, { ...asked, beside: side }),
            canAdd && archived ? undoOf(tx, businessId, archived, reply.t) : undefined,
            { ...asked, q: q.trim() },
            listing,
          ])
        },
        { keepsPlans: true },
      )
      const reader = { t: reply.t, locale: request.locale }
      return reply.page('parties/list', partiesView(reader, asked, page, { canAdd, undo, groups }))
    },
  )
}

function beside(side: Beside['side'], text: string | undefined): Beside | undefined {
  const [key, id] = readCursor(text, 2) ?? []
  return key !== undefined && id !== undefined ? { key, id, side } : undefined
}

/** After a party was archived the list offers to undo it. */
async function undoOf(tx: Tx, businessId: string, id: string, t: Translate): Promise<PartiesView['undo']> {
  const party = await findPartyIfAny(tx, businessId, id)
  if (!party?.isArchived) return undefined
  return { text: t('parties.archived', { name: party.name }), action: `/parties/${id}/bring-back` }
}
