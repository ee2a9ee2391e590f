import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { formFields, type Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { booksTabs } from '../books.views.ts'
import { findReady } from './ready.queries.ts'
import { closeYear, reopenYear } from './year.commands.ts'
import { checkClosing, checkReopening } from './year.form.ts'
import { listCapitalAccounts, listCarried, listYears } from './year.queries.ts'
import { carriedView, type Shown, yearsView } from './year.views.ts'

const none = Type.Object({}, { additionalProperties: false })
const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const csrf = Type.Optional(Type.String({ maxLength: 200 }))
const short = Type.String({ maxLength: 40, default: '' })
const closing = Type.Object(
  { _csrf: csrf, id: Type.String({ format: 'uuid' }), label: short, capital: short, confirm: short },
  { additionalProperties: false },
)
const reopening = Type.Object(
  { _csrf: csrf, label: short, reason: Type.String({ maxLength: 500, default: '' }), confirm: short },
  { additionalProperties: false },
)
const view = { permission: 'books.view' } as const
const close = { permission: 'books.close' } as const
const reopen = { permission: 'books.reopen' } as const

export const yearRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, sent?: Shown['sent'], typed?: Typed) => {
    const { business, businessId } = acting(request)
    const today = todayIn(clock(), business.zone)
    const found = await inBusiness(db, businessId, async (tx) => ({
      years: await listYears(tx, businessId, today),
      capitals: await listCapitalAccounts(tx, businessId),
      ready: await findReady(tx, businessId),
    }))
    const usual = found.capitals.find(({ isUsual }) => isUsual)?.id ?? ''
    const fields = formFields(reply.t, {
      values: { capital: usual, ...typed?.values },
      errors: typed?.errors ?? {},
    })
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const id = typed?.values['id'] ?? newId()
    const shown = { ...found, today, role: business.role, id, sent }
    return reply.page('books/year', yearsView(reader, booksTabs(reply.t, business.role, 'year'), shown, fields))
  }

  app.get('/books/year', { schema: { querystring: none }, config: view }, (request, reply) => show(request, reply))

  app.get('/books/year/:id', { schema: { params, querystring: none }, config: view }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const [year, rows] = await inBusiness(db, businessId, async (tx) => {
      const years = await listYears(tx, businessId, todayIn(clock(), business.zone))
      const found = years.find(({ closed }) => closed?.id === request.params.id)
      if (!found) throw new NotFound('no closed year of this id')
      return [found, await listCarried(tx, businessId, found.to)] as const
    })
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('books/carried', carriedView(reader, year, rows))
  })

  app.post('/books/year', { schema: { body: closing }, config: close }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const { id, label, capital, confirm } = request.body
    const errors = checkClosing({ label, capital, confirm })
    if (Object.keys(errors).length > 0) return show(request, reply.code(422), 'close', { values: request.body, errors })
    const today = todayIn(clock(), business.zone)
    const asked = { id, label, capitalAccountId: capital }
    const done = inBusiness(db, businessId, (tx) => closeYear(tx, businessId, asked, today, actorOf(request, clock)))
    return done.then(
      () => said(request, reply, 'year.closed'),
      (error: unknown) => refused(error, (typed) => show(request, reply.code(422), 'close', typed), request.body),
    )
  })

  app.post(
    '/books/year/:id/reopening',
    { schema: { params, body: reopening }, config: reopen },
    async (request, reply) => {
      const { business, businessId } = acting(request)
      const errors = checkReopening(request.body)
      if (Object.keys(errors).length > 0)
        return show(request, reply.code(422), 'reopen', { values: request.body, errors })
      const today = todayIn(clock(), business.zone)
      const asked = { id: request.params.id, reason: request.body.reason.trim() }
      await inBusiness(db, businessId, (tx) => reopenYear(tx, businessId, asked, today, actorOf(request, clock)))
      return said(request, reply, 'year.reopened')
    },
  )
}

function said(request: FastifyRequest, reply: FastifyReply, key: 'year.closed' | 'year.reopened'): FastifyReply {
  request.session.flash = { key }
  return goTo(reply, '/books/year')
}

/** A rule that said no stands at the field that is pressed last, with the form as it was. */
function refused<Result>(error: unknown, again: (typed: Typed) => Result, values: Typed['values']): Result {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return again({ values, errors: { confirm: { key: error.key, values: error.values } } })
}
