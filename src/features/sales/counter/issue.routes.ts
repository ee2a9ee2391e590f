import type { FastifyPluginAsyncTypebox, Static } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Authority, InvoiceRequest } from '../../../core/invoice-facts.ts'
import { wholeRupees } from '../../../core/money.ts'
import { fieldVault } from '../../../db/fields.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo, isSwap, replaceUrl } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { parseIdentity } from '../../compliance/index.ts'
import { approveByPin } from '../../tills/index.ts'
import { type IssuedInvoice, issueOnce } from '../sales.commands.ts'
import { InvoiceRefused } from '../sales.request.ts'
import { findBeside, kycTyped, needsIdentity } from './beside.ts'
import { nothing } from './counter.changes.ts'
import { readBill, shownTotal } from './counter.form.ts'
import { isCashSale, type Look, lookAt, requestToIssue } from './counter.look.ts'
import { saysOfRefusal } from './counter.says.ts'
import { billBody } from './counter.schema.ts'
import { addressOf, deskOf, showCounter } from './desk.ts'
import { removeDraft, saveDraft } from './drafts.commands.ts'
import { countHeld } from './drafts.queries.ts'

type IssueRequest = FastifyRequest<{ Body: Static<typeof billBody> }>

/** The bill under the id of its form, once: a second press, a second tab and Back with another press find the first. */
export const issueRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.post('/sales', { schema: { body: billBody }, config: { permission: 'sale.make' } }, async (request, reply) => {
    const { id, pay, total } = request.body
    const look = await lookFor(request, deps)
    const asked = { pay: pay === 'khata' ? 'khata' : 'cash', expectedTotal: shownTotal(total) } as const
    const { identity, errors: kycErrors } = needsIdentity(look) ? parseIdentity(kycTyped(request.body)) : { errors: {} }
    const invoice = { ...requestToIssue(look, asked), ...(identity && { identity }) }
    if (Object.keys(kycErrors).length > 0)
      return refuseBill(request, reply, deps, new InvoiceRefused(look.refused), kycErrors)
    const isUnread = Object.keys(look.errors).length > 0
    if (isUnread && look.isIssued) return toIssued(request, reply)
    if (isUnread) return refuseBill(request, reply, deps, new InvoiceRefused(look.refused))
    try {
      const issued = await issue(request, deps, invoice, await authorityOf(request, deps, look))
      request.session.flash = flashOf(issued)
      return goTo(reply, isCashSale(look, invoice) ? `/sales/${id}/print` : `/sales/${id}?issued=1`)
    } catch (error) {
      if (error instanceof InvoiceRefused) return refuseBill(request, reply, deps, error)
      if (error instanceof Refusal && error.key.startsWith('tills.refusal.'))
        return refuseBill(request, reply, deps, error)
      if (!(error instanceof Refusal) || error.key !== 'sales.refusal.otherBody') throw error
      return toIssued(request, reply)
    }
  })
}

/** Other things were written into a form whose bill is out: the person sees what was issued. */
function toIssued(request: IssueRequest, reply: FastifyReply): FastifyReply {
  request.session.flash = { key: 'counter.alreadyIssued' }
  return goTo(reply, `/sales/${request.body.id}`)
}

function lookFor(request: IssueRequest, { db, clock }: Deps): Promise<Look> {
  const { businessId } = acting(request)
  const made = { id: request.body.id, bill: readBill(request.body), isShown: false }
  return inBusiness(db, businessId, (tx) => lookAt(tx, businessId, made, deskOf(request, clock)))
}

/** A manager's PIN, where the bill needs one; with that right the person at the counter is one already. */
export async function authorityOf(
  request: IssueRequest,
  { db, clock }: Deps,
  look: Look,
): Promise<Authority | undefined> {
  const { authority } = deskOf(request, clock)
  const needed = look.refused.filter(({ needs }) => needs === 'sale.approve')
  const { approver: userId, pin } = request.body
  if (authority || needed.length === 0 || pin === '') return authority
  const details = { bill: look.id, asked: needed.map(({ key, values }) => ({ key, ...values })) }
  const asked = { userId, pin, permission: 'sale.approve', action: 'sale.below-limits', details } as const
  return approveByPin(db, acting(request).businessId, asked, actorOf(request, clock))
}

function issue(
  request: IssueRequest,
  { db, clock, config }: Deps,
  invoice: InvoiceRequest,
  authority: Authority | undefined,
): Promise<IssuedInvoice> {
  const { businessId } = acting(request)
  const { branchId, may } = deskOf(request, clock)
  const actor = actorOf(request, clock)
  return issueOnce(db, businessId, invoice, actor, {
    branchId,
    mayExceedCredit: may.exceedCredit,
    authority,
    vault: fieldVault(config.secret),
    alongside: (tx) => removeDraft(tx, businessId, invoice.id, actor),
  })
}

const flashOf = ({ number, change }: IssuedInvoice) =>
  change > 0n
    ? ({ key: 'counter.issuedChange', values: { number, change: wholeRupees(change) } } as const)
    : ({ key: 'counter.issued', values: { number } } as const)

/** The same screen with the reasons, and the bill kept as it was typed. */
export async function refuseBill(
  request: IssueRequest,
  reply: FastifyReply,
  { db, clock, config }: Deps,
  refusal: Refusal,
  kycErrors: FieldErrors = {},
): Promise<string> {
  const { businessId } = acting(request)
  const { id } = request.body
  const bill = readBill(request.body)
  const desk = deskOf(request, clock)
  const [look, held] = await inBusiness(db, businessId, (tx) =>
    together([
      lookAt(tx, businessId, { id, bill }, desk),
      isSwap(request) ? 0 : countHeld(tx, businessId, { userId: desk.userId, except: id }),
      saveDraft(tx, businessId, { id, bill }, actorOf(request, clock)),
    ]),
  )
  const reasons = refusal instanceof InvoiceRefused ? refusal.reasons : look.refused
  const pin = pinErrors(refusal)
  const told =
    Object.keys(kycErrors).length > 0 ? reasons.filter(({ key }) => key !== 'cash.refusal.identify') : reasons
  const says = saysOfRefusal(bill, told, { ...look.errors, ...pin, ...kycErrors })
  const beside = await findBeside(db, request, look, {
    t: reply.t,
    desk,
    pin: { approver: request.body.approver, errors: pin },
    vault: fieldVault(config.secret),
    kycErrors: says.errors,
  })
  const search = { q: '', picks: undefined }
  const shown = { look, says, may: desk.may, found: nothing, search, beside, isRefused: true }
  reply.code(reasons.some(({ status }) => status === 409) ? 409 : 422)
  return showCounter(replaceUrl(reply, addressOf(id)), shown, held)
}

/** A PIN that was not right is said at its field; the reasons for which it was asked stand beside it. */
function pinErrors({ key, values }: Refusal): FieldErrors {
  return key.startsWith('tills.refusal.') && isWordKey(key) ? { pin: { key, values } } : {}
}
