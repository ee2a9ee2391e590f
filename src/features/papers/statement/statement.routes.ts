import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import { type Translate, translator } from '../../../words/index.ts'
import { barView, lookOf } from '../paper.views.ts'
import { loadStatement, localeOf, sendStatement } from './send-statement.ts'
import { readPeriod } from './statement.form.ts'
import { statementView } from './statement.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const day = Type.Optional(Type.String({ maxLength: 40 }))
const querystring = Type.Object({ from: day, to: day }, { additionalProperties: false })
const schema = { params, querystring }
const config = { permission: 'khata.view' } as const

export const statementRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.get('/parties/:id/statement', { schema, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id: partyId } = request.params
    const period = readPeriod(request.query, todayIn(clock(), business.zone))
    const of = await inBusiness(db, businessId, (tx) => loadStatement(tx, businessId, { partyId, ...period }, clock()))
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/parties/${partyId}`, text: of.party.name },
      pdfHref: `/parties/${partyId}/statement.pdf?${new URLSearchParams({ ...period })}`,
      others: can(business.role, 'khata.share') ? [mailLink(reply.t, partyId, period)] : [],
    })
    const locale = localeOf(of)
    const view = statementView({ t: translator(locale), locale }, { ...of, bar })
    return reply.paper('print/statement', view, lookOf(locale, of.house.accent))
  })

  app.get('/parties/:id/statement.pdf', { schema, config }, (request, reply) => {
    const { businessId, business } = acting(request)
    const period = readPeriod(request.query, todayIn(clock(), business.zone))
    return sendStatement(reply, deps, businessId, { partyId: request.params.id, ...period })
  })
}

const mailLink = (t: Translate, partyId: string, period: { from: string; to: string }) => ({
  href: `/parties/${partyId}/statement/mail?${new URLSearchParams({ ...period })}`,
  text: t('statements.byMail'),
  isCurrent: false,
})
