import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import type { Authority } from '../../../core/invoice-facts.ts'
import { can } from '../../../core/permissions.ts'
import type { ReturnSays } from '../../../core/sale-return-facts.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { isSwap } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findParty } from '../../parties/index.ts'
import { approveByPin, approvers } from '../../tills/index.ts'
import { takeBack } from '../taking/taking.commands.ts'
import { findBill, linesOfBill } from '../taking/taking.facts.ts'
import { lookAtReturn } from '../taking/taking.look.ts'
import type { TakeBackRequest, TakenBack } from '../taking/taking.request.ts'
import { parseReturn, type TypedReturn } from './making.form.ts'
import { figuresView, makingView } from './making.views.ts'

type Uses = Pick<Deps, 'db' | 'clock'>

export interface Shown {
  typed: TypedReturn
  partyId: string
  errors?: FieldErrors
  /** Why a manager has to allow it. */
  needed?: readonly ReturnSays[]
}

/** The bill, its lines, the day, and whom a walk-in's return was given. Throws NotFound. */
export function loadBill({ db, clock }: Uses, request: FastifyRequest, billId: string, partyId: string) {
  const { businessId, business, who } = acting(request)
  const at = clock()
  const today = todayIn(at, business.zone)
  return inBusiness(db, businessId, async (tx) => {
    const bill = await findBill(tx, businessId, { billId, by: who.userId, onDate: today, at })
    const lines = await linesOfBill(tx, businessId, bill.id)
    const isNamed = bill.partyId === null && partyId !== ''
    return { bill, lines, today, party: isNamed ? await findParty(tx, businessId, partyId) : undefined }
  })
}

/** The form with all that was typed; to htmx only what comes of it. */
export async function showForm(
  deps: Uses,
  request: FastifyRequest,
  reply: FastifyReply,
  billId: string,
  shown: Shown,
): Promise<string> {
  const { typed, partyId, errors = {}, needed = [] } = shown
  const { businessId } = acting(request)
  const loaded = await loadBill(deps, request, billId, partyId)
  const { bill, lines, today } = loaded
  const parsed = parseReturn({ settle: 'khata', ...typed }, lines)
  const look = { bill, lines, partyId: partyId || null, today }
  const decision = parsed.ok
    ? await inBusiness(deps.db, businessId, (tx) => lookAtReturn(tx, businessId, look, parsed.value))
    : undefined
  if (isSwap(request)) return reply.fragment('returns/_figures', figuresView(reply.t, decision))
  const approving = await askManager(deps, request, reply, needed)
  const view = { ...loaded, typed, errors, decision, approving }
  return reply.page('returns/new', makingView({ t: reply.t, locale: request.locale }, view))
}

async function askManager({ db }: Uses, request: FastifyRequest, reply: FastifyReply, needed: readonly ReturnSays[]) {
  const [first] = needed
  if (!first?.needs) return undefined
  const people = await approvers(db, acting(request).businessId, first.needs)
  const reason = isWordKey(first.key) ? reply.t(first.key, first.values) : ''
  return { people, reason }
}

/** Of two presses at one instant the second meets the first one's id, and answers with what it made. */
export async function takeOnce(
  deps: Uses,
  request: FastifyRequest,
  asked: TakeBackRequest,
  by: { approver: string; pin: string },
): Promise<TakenBack> {
  const { businessId, business } = acting(request)
  const authority = await allowed(deps, request, asked, by)
  const mayPayOut = can(business.role, 'sale.return') || authority !== null
  const mayBeLate = can(business.role, 'sale.approve') || authority !== null
  const actor = actorOf(request, deps.clock)
  const work = () =>
    inBusiness(deps.db, businessId, (tx) => takeBack(tx, businessId, asked, actor, { mayPayOut, mayBeLate, authority }))
  return work().catch((error) => (isUniqueViolation(error) ? work() : Promise.reject(error)))
}

/** A manager's yes by PIN, for who may not; null for nobody. */
async function allowed(
  { db, clock }: Uses,
  request: FastifyRequest,
  asked: TakeBackRequest,
  { approver, pin }: { approver: string; pin: string },
): Promise<Authority | null> {
  const { business, businessId } = acting(request)
  const permission = 'sale.approve' as const
  if (can(business.role, permission) || approver === '' || pin === '') return null
  const details = { bill: asked.billId, return: asked.id, settle: asked.settle, mode: asked.refundMode }
  const approval = { userId: approver, pin, permission, action: 'sale.return', details }
  return approveByPin(db, businessId, approval, actorOf(request, clock))
}
