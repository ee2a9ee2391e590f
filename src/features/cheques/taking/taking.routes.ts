import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { ChequeDirection } from '../../../core/cheque.ts'
import { todayIn } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { showDate } from '../../../words/format.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findParty, listPicks, picksView } from '../../parties/index.ts'
import { errorsOf, statusOf } from '../cheques.errors.ts'
import { listBanks } from '../cheques.queries.ts'
import { takeCheque } from './taking.commands.ts'
import { parseTaking, type TakingFields } from './taking.form.ts'
import { freshFields, pathOf, pickPage, takingPage } from './taking.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const optional = Type.Optional(Type.String({ maxLength: 40 }))
const query = Type.Object({ party: optional, party_id: optional }, { additionalProperties: false })
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const body = Type.Object(
  {
    id: Type.String({ pattern: `^${uuid}$` }),
    party_id: text(40),
    number: text(20),
    bank: text(80),
    branch: text(80),
    cheque_date: text(20),
    amount: text(40),
    on_date: text(20),
    account: text(40),
    rest_as: text(12),
    note: text(300),
    confirmed: text(4),
  },
  { additionalProperties: false },
)
const config = { permission: 'payment.make' } as const

/** A cheque that came in, and one that is given. */
export const takingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    direction: ChequeDirection,
    { partyId, fields, errors = {} }: { partyId: string; fields?: TakingFields; errors?: FieldErrors },
  ) => {
    const { businessId, business } = acting(request)
    const today = todayIn(clock(), business.zone)
    const [party, banks] = await inBusiness(db, businessId, (tx) =>
      together([findParty(tx, businessId, partyId), listBanks(tx, businessId)]),
    )
    const mayBackdate = can(business.role, 'books.backdate')
    const shown = { party, banks, fields: fields ?? freshFields(party, today), errors, mayBackdate }
    return reply.page('cheques/form', takingPage({ t: reply.t, locale: request.locale, today }, direction, shown))
  }

  for (const direction of ['received', 'issued'] as const) {
    app.get(pathOf(direction), { schema: { querystring: query }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const { party_id = '', party: partyId = party_id } = request.query
      if (partyId !== '') return show(request, reply, direction, { partyId })
      const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, ''))
      return reply.page('cheques/pick', pickPage(reply.t, direction, picksView(reply.t, rows, 'party')))
    })

    app.post(`/cheques/${direction}`, { schema: { body }, config }, async (request, reply) => {
      const { businessId, business } = acting(request)
      const fields = request.body
      const again = (errors: FieldErrors, status = 422) =>
        show(request, reply.code(status), direction, { partyId: fields.party_id, fields, errors })
      const today = todayIn(clock(), business.zone)
      const mayBackdate = can(business.role, 'books.backdate')
      const parsed = parseTaking(fields, direction, { today, mayBackdate })
      if (!parsed.ok) return again(parsed.errors)
      const { number, amount, chequeDate } = parsed.value
      const options = { branchId: business.branchId, mayBackdate }
      try {
        const { id, isEntered } = await inBusiness(db, businessId, (tx) =>
          takeCheque(tx, businessId, parsed.value, actorOf(request, clock), options),
        )
        const values = { number, amount: `₹${rupees(amount)}`, date: showDate(request.locale, chequeDate) }
        request.session.flash = { key: isEntered ? 'cheques.taken' : 'cheques.takenLater', values }
        return goTo(reply, `/cheques/${id}`)
      } catch (error) {
        return again(errorsOf(error, 'amount'), statusOf(error))
      }
    })
  }
}
