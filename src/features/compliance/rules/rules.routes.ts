import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey } from '../../../words/index.ts'
import { changeRule } from './rules.commands.ts'
import { parseChange } from './rules.form.ts'
import { listRules } from './rules.queries.ts'
import { rulesView } from './rules.views.ts'

const url = '/compliance/rules'
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
const body = Type.Object(
  {
    id: Type.String({ pattern: uuid }),
    rule: Type.String({ pattern: `${uuid}|^$`, default: '' }),
    ...{ amount: text(40), from: text(30), reason: text(200) },
  },
  { additionalProperties: false },
)

/** The dated table of what the law says. A change is a new row; none is edited. */
export const rulesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, id: string, typed: Typed) => {
    const { businessId, business } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listRules(tx, businessId))
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const today = todayIn(clock(), business.zone)
    const canEdit = can(business.role, 'compliance.edit')
    return reply.page('compliance/rules', rulesView(reader, { rows, today, id, typed, canEdit }))
  }

  app.get(url, { config: { permission: 'compliance.view' } }, (request, reply) =>
    show(request, reply, newId(), { values: {}, errors: {} }),
  )

  app.post(url, { schema: { body }, config: { permission: 'compliance.edit' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id, ...values } = request.body
    const today = todayIn(clock(), business.zone)
    const parsed = parseChange(values, today)
    if (!parsed.ok) return show(request, reply.code(422), id, { values, errors: parsed.errors })
    try {
      await inBusiness(db, businessId, (tx) =>
        changeRule(tx, businessId, { id, ...parsed.value }, { today }, actorOf(request, clock)),
      )
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const errors = { from: { key: error.key, values: error.values } }
      return show(request, reply.code(error.status), id, { values, errors })
    }
    const date = showDate(request.locale, parsed.value.from)
    request.session.flash = { key: 'compliance.rules.changed', values: { date } }
    return goTo(reply, url)
  })
}
