import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type ChequeStep, chequeSteps, stepsOf } from '../../../core/cheque.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { errorsOf, statusOf } from '../cheques.errors.ts'
import { findCheque, listBanks } from '../cheques.queries.ts'
import { stateOf } from '../cheques.rules.ts'
import { chequePage } from '../showing/showing.views.ts'
import { moveCheque } from './moving.commands.ts'
import { type MovingFields, parseMoving } from './moving.form.ts'
import { freshStep, mayStep, permissionOf, stepForm, stepPage } from './moving.views.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const body = Type.Object(
  {
    id: Type.String({ pattern: `^${uuid}$` }),
    account: text(40),
    on_date: text(20),
    reason: text(200),
    charges: text(40),
    recovered: text(40),
    gst: text(40),
    gst_supply: text(10),
  },
  { additionalProperties: false },
)

/** One cheque, and each step that it can take. */
export const movingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const load = async (request: FastifyRequest, reply: FastifyReply, id: string) => {
    const { businessId, business } = acting(request)
    const [found, banks] = await inBusiness(db, businessId, (tx) =>
      together([findCheque(tx, businessId, id), listBanks(tx, businessId)]),
    )
    const today = todayIn(clock(), business.zone)
    const reader = { t: reply.t, locale: request.locale, today }
    return { ...found, banks, reader, mayBackdate: can(business.role, 'books.backdate') }
  }

  app.get('/cheques/:id', { schema: { params }, config: { permission: 'payment.view' } }, async (request, reply) => {
    const { role } = acting(request).business
    const { cheque, events, reader, ...more } = await load(request, reply, request.params.id)
    const [likeliest] = stepsOf(stateOf(cheque), reader.today)
    const step = likeliest && mayStep(role, likeliest) && isOnePress(likeliest) ? likeliest : undefined
    const fields = freshStep(cheque, step ?? 'clear', reader.today)
    const next = step && stepForm(reader, step, { cheque, ...more, fields, errors: {} })
    return reply.page('cheques/show', chequePage(reader, { cheque, events }, { role, next }))
  })

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    asked: { id: string; step: ChequeStep; fields?: MovingFields; errors?: FieldErrors },
  ) => {
    const { id, step, fields, errors = {} } = asked
    const { cheque, banks, reader, mayBackdate } = await load(request, reply, id)
    // What cannot be done with it any more is said on its own page.
    if (!fields && !stepsOf(stateOf(cheque), reader.today).includes(step)) return goTo(reply, `/cheques/${id}`)
    const shown = { cheque, banks, fields: fields ?? freshStep(cheque, step, reader.today), errors, mayBackdate }
    return reply.page('cheques/step', stepPage(reader, step, shown))
  }

  for (const step of chequeSteps) {
    const config = { permission: permissionOf[step] }

    app.get(`/cheques/:id/${step}`, { schema: { params }, config }, (request, reply) =>
      show(request, reply, { id: request.params.id, step }),
    )

    app.post(`/cheques/:id/${step}`, { schema: { params, body }, config }, async (request, reply) => {
      const { businessId, business } = acting(request)
      const { id } = request.params
      const fields = request.body
      const again = (errors: FieldErrors, status = 422) =>
        show(request, reply.code(status), { id, step, fields, errors })
      const today = todayIn(clock(), business.zone)
      const mayBackdate = can(business.role, 'books.backdate')
      const { cheque } = await inBusiness(db, businessId, (tx) => findCheque(tx, businessId, id))
      const isOwnDate = step === 'enter' && cheque.direction === 'issued'
      const parsed = parseMoving(fields, { chequeId: id, step }, { today, mayBackdate: mayBackdate || isOwnDate })
      if (!parsed.ok) return again(parsed.errors)
      const options = { branchId: business.branchId, mayBackdate }
      try {
        await inBusiness(db, businessId, (tx) =>
          moveCheque(tx, businessId, parsed.value, actorOf(request, clock), options),
        )
      } catch (error) {
        return again(errorsOf(error, 'step'), statusOf(error))
      }
      request.session.flash = { key: `cheques.moved.${step}`, values: { number: cheque.number } }
      return goTo(reply, `/cheques/${id}`)
    })
  }
}

/** Nothing but a bank has to be chosen. */
const isOnePress = (step: ChequeStep): boolean => step === 'deposit' || step === 'clear' || step === 'enter'
