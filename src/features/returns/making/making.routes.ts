import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { rupees } from '../../../core/money.ts'
import type { ReturnSays } from '../../../core/sale-return-facts.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { listPicks, picksView } from '../../parties/index.ts'
import { ReturnRefused, type TakeBackRequest, type TakenBack } from '../taking/taking.request.ts'
import { type ParsedReturn, parseReturn } from './making.form.ts'
import { loadBill, showForm, takeOnce } from './making.page.ts'
import { filledIn } from './making.rules.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const params = Type.Object({ id: Type.String({ maxLength: 40 }) }, { additionalProperties: false })
const querystring = Type.Object(
  { party: text(40), party_id: text(40), all: text(1), tag: text(60), pick: text(1) },
  { additionalProperties: false },
)
const body = Type.Object(
  {
    id: Type.String({ pattern: uuid }),
    payment_id: Type.String({ pattern: uuid }),
    party_id: text(40),
    reason: text(200),
    settle: text(10),
    refund_mode: text(10),
    reference: text(60),
    approver: text(40),
    pin: text(8),
  },
  {
    additionalProperties: false,
    maxProperties: 3000,
    patternProperties: { '^(part|condition|making|wear|why)\\.\\d{1,4}$': { type: 'string', maxLength: 100 } },
  },
)
const config = { permission: 'sale.make' } as const
const url = '/sales/:id/returns'

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.get(`${url}/new`, { schema: { params, querystring }, config }, async (request, reply) => {
    const { id } = request.params
    const { party_id, party, all, tag, pick } = request.query
    const { businessId } = acting(request)
    const partyId = party || party_id
    const { bill, lines } = await loadBill(deps, request, id, partyId)
    if (pick === '' || bill.partyId !== null)
      return showForm(deps, request, reply, id, { typed: filledIn(lines, { isAll: all !== '', tag }), partyId })
    const rows = await inBusiness(deps.db, businessId, (tx) => listPicks(tx, businessId, ''))
    const to = `/sales/${bill.id}/returns/new`
    const newHref = `/parties/new?to=${encodeURIComponent(to)}`
    return reply.page('parties/picks', { q: '', to, newHref, backHref: to, picks: picksView(reply.t, rows, 'party') })
  })

  app.post(`${url}/figures`, { schema: { params, body }, config }, (request, reply) => {
    const { party_id: partyId, pin: _pin, ...typed } = request.body
    return showForm(deps, request, reply, request.params.id, { typed, partyId })
  })

  app.post(url, { schema: { params, body }, config }, async (request, reply) => {
    const { id: billId } = request.params
    const { party_id: partyId, pin, approver, ...typed } = request.body
    const again = ({ errors, code = 422, needed = [] }: Again) =>
      showForm(deps, request, reply.code(code), billId, { typed: { ...typed, approver }, partyId, errors, needed })
    const { lines, today } = await loadBill(deps, request, billId, partyId)
    const parsed = parseReturn(typed, lines)
    if (!parsed.ok) return again({ errors: parsed.errors })
    const ids = { id: typed.id, paymentId: typed.payment_id, billId, partyId: partyId || null }
    const asked: TakeBackRequest = { ...parsed.value, ...ids, onDate: today }
    try {
      const taken = await takeOnce(deps, request, asked, { approver, pin })
      request.session.flash = flashOf(taken)
      return goTo(reply, whereTo(parsed.value, taken))
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return again(againOf(error))
    }
  })
}

interface Again {
  errors: FieldErrors
  code?: number
  needed?: readonly ReturnSays[]
}

/** What a manager could allow is asked for when nothing else is wrong. */
function againOf(error: Refusal): Again {
  const { status: code, key: said, values } = error
  if (error instanceof ReturnRefused) {
    const others = error.reasons.filter(({ needs }) => !needs)
    if (others.length > 0) return { errors: errorsOf(others), code }
    return { errors: errorsOf(error.reasons), code, needed: error.reasons }
  }
  if (!isWordKey(said)) throw error
  const isPin = said.startsWith('tills.')
  const needed = isPin ? [{ key: 'returns.refusal.manager', field: 'pin', needs: 'sale.approve' as const }] : []
  return { errors: { [isPin ? 'pin' : 'reason']: { key: said, values } }, code, needed }
}

function errorsOf(reasons: readonly ReturnSays[]): FieldErrors {
  return Object.fromEntries(
    reasons.toReversed().map(({ key, values = {}, field }) => {
      if (!isWordKey(key)) throw new Error(`no words for ${key}`)
      return [field, { key, values }]
    }),
  )
}

function flashOf({ number, total, warnings }: TakenBack) {
  const values = { number, amount: rupees(total) }
  const isMuch = warnings.some(({ key }) => key === 'cash.warning.paidOut')
  return { key: isMuch ? 'returns.doneCash' : 'returns.done', values } as const
}

/** An exchange goes on at the counter, with the customer and the note's credit at hand. */
const whereTo = ({ settle }: ParsedReturn, { id, partyId }: TakenBack): string =>
  settle === 'exchange' && partyId !== null ? `/sales/new?party=${partyId}&note=${id}` : `/returns/${id}`
