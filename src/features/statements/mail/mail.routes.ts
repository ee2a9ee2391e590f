import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { normaliseEmail } from '../../../core/email.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { startJob } from '../../jobs/index.ts'
import { findParty } from '../../parties/index.ts'
import { parseDays } from '../statements.form.ts'
import { asTyped, type MailOf, mailView } from '../statements.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const strict = { additionalProperties: false }
const querystring = Type.Object({ from: text(40), to: text(40) }, strict)
const body = Type.Object(
  { id: Type.String({ format: 'uuid' }), email: text(300), from: text(40), to: text(40), _csrf: text(200) },
  strict,
)
const config = { permission: 'khata.share' } as const

/** The statement of one party by mail: its address and the days can be changed before it goes out. */
export const mailRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings, mail }) => {
  const canMail = mail !== undefined || settings.mailUrl !== undefined

  app.get('/parties/:id/statement/mail', { schema: { params, querystring }, config }, async (request, reply) => {
    const party = await partyOf(request, request.params.id)
    const period = parseDays(request.query, todayIn(clock(), acting(request).business.zone), {})
    const values = { email: party.email, from: asTyped(period.from), to: asTyped(period.to) }
    return show(request, reply, { party, id: newId(), values, errors: {} })
  })

  app.post('/parties/:id/statement/mail', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const party = await partyOf(request, request.params.id)
    const { id, email: typed = '', from = '', to = '' } = request.body
    const errors: Record<string, Said> = {}
    const period = parseDays({ from, to }, todayIn(clock(), business.zone), errors)
    const email = normaliseEmail(typed)
    if (!canMail) errors['email'] = { key: 'statements.noMail' }
    else if (email === undefined) errors['email'] = { key: 'fields.email' }
    if (Object.keys(errors).length > 0)
      return show(request, reply.code(422), { party, id, values: { email: typed, from, to }, errors })
    const input = { partyId: party.id, email, ...period }
    const job = { id, kind: 'statement-mail', input, total: 1, needs: 'khata.share' } as const
    await inBusiness(db, businessId, (tx) => startJob(tx, businessId, job, actorOf(request, clock)))
    return goTo(reply, `/jobs/${id}`)
  })

  function partyOf(request: FastifyRequest, id: string) {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) => findParty(tx, businessId, id))
  }

  const show = (request: FastifyRequest, reply: FastifyReply, of: Omit<MailOf, 'canMail'>) =>
    reply.page('statements/mail', mailView({ t: reply.t, locale: request.locale }, { ...of, canMail }))
}
