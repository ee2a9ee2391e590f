import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Authority, InvoiceSays } from '../../../core/invoice-facts.ts'
import { rupees } from '../../../core/money.ts'
import { priceExchange } from '../../../core/old-gold-purchase.ts'
import { can } from '../../../core/permissions.ts'
import { fieldVault } from '../../../db/fields.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo, isSwap } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { currentRates } from '../../board/index.ts'
import { findAddresses, findParty, listPicks, picksView } from '../../parties/index.ts'
import { approveByPin, approvers } from '../../tills/index.ts'
import { oldGoldErrors, oldGoldNames, oldGoldPattern } from '../entry/entry.form.ts'
import { oldGoldFacts } from '../old-gold.rules.ts'
import { type Bought, buyOldGold, OldGoldRefused } from './buying.commands.ts'
import { type BuyRequest, parseBuying, type TypedBuying } from './buying.form.ts'
import { buyingView } from './buying.views.ts'

const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const query = Type.Object(
  { party: Type.Optional(Type.String({ maxLength: 40 })), party_id: Type.Optional(Type.String({ maxLength: 40 })) },
  { additionalProperties: false },
)
const body = Type.Object(
  {
    party_id: Type.String({ maxLength: 40 }),
    og_document: Type.String({ pattern: uuid }),
    payment_id: Type.String({ pattern: uuid }),
    ...Object.fromEntries(oldGoldNames.filter((name) => name !== 'og_document').map((name) => [name, text(40)])),
    address: text(200),
    settle: text(10),
    paid: text(20),
    reference: text(60),
    approver: text(40),
    pin: text(8),
    do: text(8),
  },
  {
    additionalProperties: false,
    maxProperties: 120,
    patternProperties: { [oldGoldPattern]: { type: 'string', maxLength: 80 } },
  },
)
const config = { permission: 'sale.make' } as const

interface Shown {
  typed: TypedBuying
  errors?: FieldErrors
  isAdding?: boolean
  /** Why a manager has to allow it. */
  needed?: readonly InvoiceSays[]
}

export const buyingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { config: settings, db, clock }) => {
  const vault = fieldVault(settings.secret)

  const show = async (request: FastifyRequest, reply: FastifyReply, partyId: string, shown: Shown) => {
    const { businessId } = acting(request)
    const [party, { billing }, rates] = await inBusiness(db, businessId, async (tx) => [
      await findParty(tx, businessId, partyId),
      await findAddresses(tx, businessId, partyId),
      await currentRates(tx, businessId, clock()),
    ])
    const { typed, errors = {}, isAdding = false, needed = [] } = shown
    const [first] = needed
    const reason = first && isWordKey(first.key) ? reply.t(first.key, first.values) : ''
    const approving = first ? { people: await approvers(db, businessId, 'sale.approve'), reason } : undefined
    const view = buyingView(reply.t, { party, billing, rates, typed, errors, isAdding, approving })
    return isSwap(request) ? reply.fragment('old-gold/_entry', view.entry) : reply.page('old-gold/new', view)
  }

  app.get('/old-gold/new', { schema: { querystring: query }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { party_id, party = party_id } = request.query
    if (party) return show(request, reply, party, { typed: {} })
    const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, ''))
    const picks = picksView(reply.t, rows, 'party')
    const newHref = '/parties/new?to=%2Fold-gold%2Fnew'
    return reply.page('parties/picks', { q: '', to: '/old-gold/new', newHref, backHref: '/old-gold', picks })
  })

  app.post('/old-gold/figures', { schema: { body }, config }, (request, reply) => {
    const { party_id, do: what, pin: _pin, ...typed } = request.body
    return show(request, reply, party_id, { typed, isAdding: what === 'add' })
  })

  app.post('/old-gold', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { party_id: partyId, do: _do, pin, approver, ...typed } = request.body
    const again = (errors: FieldErrors, code = 422, needed: readonly InvoiceSays[] = []) =>
      show(request, reply.code(code), partyId, { typed: { ...typed, approver }, errors, needed })
    const rates = await inBusiness(db, businessId, (tx) => currentRates(tx, businessId, clock()))
    const parsed = parseBuying(typed, { partyId, purities: rates.map(({ purityId }) => ({ id: purityId })) })
    if (!parsed.ok) return again(parsed.errors)
    const { refused, needed } = priceExchange(oldGoldFacts(rates), parsed.value.exchange.lines)
    if (refused.length > 0) return again(oldGoldErrors(typed, refused))
    try {
      const authority = await allowed({ db, clock }, request, needed, { approver, pin, request: parsed.value })
      if (needed.length > 0 && !authority) return again(oldGoldErrors(typed, needed), 422, needed)
      const today = todayIn(clock(), business.zone)
      const options = { branchId: business.branchId, today, vault, authority }
      const buy = () =>
        inBusiness(db, businessId, (tx) => buyOldGold(tx, businessId, parsed.value, actorOf(request, clock), options))
      // Of two presses at one instant the second meets the first one's id, and answers with what it made.
      const bought = await buy().catch((error) => (isUniqueViolation(error) ? buy() : Promise.reject(error)))
      request.session.flash = flashOf(bought)
      return goTo(reply, `/old-gold/${bought.id}`)
    } catch (error) {
      if (error instanceof OldGoldRefused) return again(oldGoldErrors(typed, error.reasons), error.status)
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const said: Said = { key: error.key, values: error.values }
      return again({ [placeOf(error.key)]: said }, error.status, error.key.startsWith('tills.') ? needed : [])
    }
  })
}

type Asked = { approver: string; pin: string; request: BuyRequest }

/** Who says yes to more than the board pays: the person, or a manager by PIN. Null for nobody yet. */
async function allowed(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  needed: readonly InvoiceSays[],
  asked: Asked,
): Promise<Authority | null> {
  const { who, business, businessId } = acting(request)
  if (needed.length === 0) return null
  if (can(business.role, 'sale.approve')) return { userId: who.userId, name: who.userName }
  if (asked.approver === '' || asked.pin === '') return null
  const { documentId } = asked.request.exchange
  const details = { board: needed.map(({ values }) => values?.['rate'] ?? ''), document: documentId }
  const approval = { userId: asked.approver, pin: asked.pin, permission: 'sale.approve' } as const
  const action = 'oldGold.over-board'
  return approveByPin(db, businessId, { ...approval, action, details }, actorOf(request, clock))
}

function placeOf(key: string): string {
  if (key.startsWith('tills.')) return 'pin'
  return key === 'oldGold.refusal.paidTooMuch' || key.startsWith('payments.') ? 'paid' : 'settle'
}

function flashOf({ number, value, limit }: Bought) {
  const values = { number, amount: rupees(value), ...(limit && { limit }) }
  return { key: limit ? 'oldGold.boughtWarned' : 'oldGold.bought', values } as const
}
