import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { showDate } from '../../../words/format.ts'
import { isWordKey, type Translate } from '../../../words/index.ts'
import { listAccounts } from '../accounts/chart.queries.ts'
import { saveOpeningAccounts, setBooksBegin } from './opening.commands.ts'
import { parseOpenings } from './opening.form.ts'
import { booksBeginOn, findOpeningTotals, hasOpenings, listAccountOpenings } from './opening.queries.ts'
import { type Openings, openingView, type Shown } from './opening.views.ts'
import { openingPartiesRoutes } from './opening-parties.routes.ts'

const none = Type.Object({}, { additionalProperties: false })
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const token = { _csrf: Type.Optional(Type.String({ maxLength: 200 })) }
const body = Type.Object(token, {
  additionalProperties: false,
  maxProperties: 2001,
  patternProperties: { [`^(dr|cr)\\.${uuid}$`]: { type: 'string', maxLength: 40 } },
})
const beginBody = Type.Object(
  { ...token, begin_on: Type.String({ maxLength: 20, default: '' }) },
  { additionalProperties: false },
)
const look = { permission: 'books.view' } as const
const edit = { permission: 'account.edit' } as const

export const openingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(openingPartiesRoutes, deps)

  app.get('/books/opening', { schema: { querystring: none }, config: look }, (request, reply) => show(request, reply))

  app.post('/books/opening', { schema: { body }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const { _csrf, ...typed } = request.body
    const parsed = parseOpenings(typed)
    if (!parsed.ok) return show(request, reply.code(422), { typed, errors: parsed.errors })
    try {
      const count = await inBusiness(db, businessId, (tx) =>
        saveOpeningAccounts(tx, businessId, parsed.value, actorOf(request, clock)),
      )
      request.session.flash = count === 0 ? { key: 'opening.same' } : { key: 'opening.saved', values: { count } }
      return goTo(reply, '/books/opening')
    } catch (error) {
      const refusal = refusalOf(error, reply.t)
      return show(request, reply.code(refusal.status), { typed, refused: refusal.text })
    }
  })

  app.post('/books/opening/begin', { schema: { body: beginBody }, config: edit }, async (request, reply) => {
    const { business, businessId } = acting(request)
    const typed = { begin_on: request.body.begin_on }
    const today = todayIn(clock(), business.zone)
    const beginOn = parseDate(typed.begin_on, today)
    const wrong = beginOn === undefined ? 'fields.date' : beginOn > today ? 'opening.begin.future' : undefined
    if (beginOn === undefined || wrong)
      return show(request, reply.code(422), { typed, errors: { begin_on: { key: wrong ?? 'fields.date' } } })
    try {
      await inBusiness(db, businessId, (tx) => setBooksBegin(tx, businessId, beginOn, actorOf(request, clock)))
      request.session.flash = { key: 'opening.begin.saved', values: { date: showDate(request.locale, beginOn) } }
      return goTo(reply, '/books/opening')
    } catch (error) {
      const refusal = refusalOf(error, reply.t)
      return show(request, reply.code(refusal.status), { typed, refused: refusal.text })
    }
  })

  async function show(request: FastifyRequest, reply: FastifyReply, more: Partial<Shown> = {}): Promise<string> {
    const { business, businessId } = acting(request)
    const openings = await inBusiness(db, businessId, (tx) => openingsOf(tx, businessId))
    const shown = { canEdit: can(business.role, 'account.edit'), typed: {}, errors: {}, refused: '', ...more }
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('books/opening', openingView(reader, openings, shown))
  }
}

async function openingsOf(tx: Tx, businessId: string): Promise<Openings> {
  const [accounts, standing, totals, beginOn, has] = await Promise.all([
    listAccounts(tx, businessId),
    listAccountOpenings(tx, businessId),
    findOpeningTotals(tx, businessId),
    booksBeginOn(tx, businessId),
    hasOpenings(tx, businessId),
  ])
  return { accounts, standing, totals, beginOn, hasOpenings: has }
}

/** What a rule says, above the form that keeps what was typed. Anything else goes on as it is. */
function refusalOf(error: unknown, t: Translate): { status: number; text: string } {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { status: error.status, text: t(error.key, error.values) }
}
