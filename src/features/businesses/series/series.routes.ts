import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { financialYear, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { listSeries } from '../businesses.queries.ts'
import { changePrefix } from './series.commands.ts'
import { parsePrefixes } from './series.form.ts'
import { prefixesOf, prefixName, seriesView } from './series.views.ts'

const prefixBody = Type.Record(
  Type.String({ pattern: '^prefix\\.[a-z-]{1,30}\\.[0-9a-f-]{36}$' }),
  Type.String({ maxLength: 20 }),
  {
    additionalProperties: false,
    maxProperties: 200,
  },
)

export const seriesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const rowsOf = (request: FastifyRequest) => {
    const { businessId, business } = acting(request)
    const fy = financialYear(todayIn(clock(), business.zone)).label
    return inBusiness(db, businessId, (tx) => listSeries(tx, businessId, fy))
  }
  const show = async (request: FastifyRequest, reply: FastifyReply, typed?: Typed) => {
    const rows = await rowsOf(request)
    const canEdit = can(acting(request).business.role, 'settings.edit')
    return reply.page(
      'settings/series',
      seriesView(reply.t, rows, typed ?? { values: prefixesOf(rows), errors: {} }, canEdit),
    )
  }

  app.get('/settings/series', { config: { permission: 'settings.view' } }, (request, reply) => show(request, reply))

  app.post(
    '/settings/series',
    { schema: { body: prefixBody }, config: { permission: 'settings.edit' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const parsed = parsePrefixes(request.body, await rowsOf(request))
      if (!parsed.ok) return show(request, reply.code(422), { values: request.body, errors: parsed.errors })
      for (const change of parsed.value) {
        try {
          await inBusiness(db, businessId, (tx) => changePrefix(tx, businessId, change, actorOf(request, clock)))
        } catch (error) {
          if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
          const name = prefixName({ document_kind: change.kind, branch_id: change.branchId })
          const errors = { [name]: { key: error.key, values: error.values } }
          return show(request, reply.code(422), { values: request.body, errors })
        }
      }
      request.session.flash = { key: 'settings.saved' }
      return goTo(reply, '/settings/series')
    },
  )
}
