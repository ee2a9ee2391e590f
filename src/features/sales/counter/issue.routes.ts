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
import { type IssuedInvoice, issueInvoice, issueOnce, issuingOnce } from '../sales.commands.ts'
import { InvoiceRefused } from '../sales.request.ts'
import { findBeside, kycTyped, needsIdentity } from './beside.ts'
import { nothing } from './counter.changes.ts'
import { readBill, shownTotal } from './counter.form.ts'
import { type Desk, isCashSale, type Look, lookAt, requestToIssue } from './counter.look.ts'
import { saysOfRefusal } from './counter.says.ts'
import { billBody } from './counter.schema.ts'
import { addressOf, deskOf, showCounter } from './desk.ts'
import { removeDraft, saveDraft } from './drafts.commands.ts'
import { countHeld } from './drafts.queries.ts'

type IssueRequest = FastifyRequest<{ Body: Static<typeof billBody> }>

/** The bill under the id of its form, once: a second press, a second tab and Back with another press find the first. */
export const issueRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  app.post('/sales', { schema: { body: billBody }, config: { permission: 'sale.make' } }, async (request, reply) => {
    const { id } = request.body
    try {
      const { look, wish, issued = await issue(request, deps, look, wish) } = await lookAndIssue(request, deps)
      if (!issued) return look.isIssued ? toIssued(request, reply) : refuseUnread(request, reply, deps, look, wish)
      request.session.flash = flashOf(issued)
      return goTo(reply, isCashSale(look, wish.invoice) ? `/sales/${id}/print` : `/sales/${id}?issued=1`)
    } catch (error) {
      if (error instanceof InvoiceRefused) return refuseBill(request, reply, deps, error)
      if (error instanceof Refusal && error.key.startsWith('tills.refusal.'))
        return refuseBill(request, reply, deps, error)
      if (error instanceof Refusal && error.key === 'stock.refusal.lotLater')
        return refuseBill(
          request,
          reply,
          deps,
          new InvoiceRefused([{ key: error.key, values: error.values, status: 409 }]),
        )
      if (!(error instanceof Refusal) || error.key !== 'sales.refusal.otherBody') throw error
      return toIssued(request, reply)
    }
  })
}

/** What the form asks to issue, and what of it could not be read. */
interface Wish {
  readonly invoice: InvoiceRequest
  readonly isUnread: boolean
  readonly kycErrors: FieldErrors
}

/**
 * Looks and issues in one transaction, so that nothing is read twice; what needs a word of somebody else first (a manager's
 * PIN, who the buyer is, the paper that the bill is made of) is only looked at.
 */
async function lookAndIssue(
  request: IssueRequest,
  { db, clock, config }: Deps,
): Promise<{ look: Look; wish: Wish; issued?: IssuedInvoice }> {
  const { businessId } = acting(request)
  const desk = deskOf(request, clock)
  const made = { id: request.body.id, bill: readBill(request.body), isShown: false }
  const isPlain = made.bill.fields.from === '' && made.bill.fields.exchange === '' && request.body.pin === ''
  if (!isPlain) {
    const look = await inBusiness(db, businessId, (tx) => lookAt(tx, businessId, made, desk), { keepsPlans: true })
    return { look, wish: wishOf(request, look) }
  }
  const actor = actorOf(request, clock)
  const toIssue = { takesCash: request.body.pay !== 'khata' }
  return issuingOnce(db, businessId, actor, async (tx) => {
    const look = await lookAt(tx, businessId, { ...made, toIssue }, desk)
    const wish = wishOf(request, look)
    if (isWrong(wish) || wish.invoice.identity) return { look, wish }
    const options = { ...optionsOf(desk, config), loaded: look }
    const [issued] = await together([
      issueInvoice(tx, businessId, wish.invoice, actor, options),
      removeDraft(tx, businessId, look.id, actor),
    ])
    return { look, wish, issued }
  })
}

const isWrong = ({ isUnread, kycErrors }: Wish): boolean => isUnread || Object.keys(kycErrors).length > 0

function wishOf(request: IssueRequest, look: Look): Wish {
  const { pay, total } = request.body
  const asked = { pay: pay === 'khata' ? 'khata' : 'cash', expectedTotal: shownTotal(total) } as const
  const { identity, errors } = needsIdentity(look) ? parseIdentity(kycTyped(request.body)) : { errors: {} }
  const invoice = { ...requestToIssue(look, asked), ...(identity && { identity }) }
  return { invoice, isUnread: Object.keys(look.errors).length > 0, kycErrors: errors }
}

/** Other things were written into a form whose bill is out: the person sees what was issued. */
function toIssued(request: IssueRequest, reply: FastifyReply): FastifyReply {
  request.session.flash = { key: 'counter.alreadyIssued' }
  return goTo(reply, `/sales/${request.body.id}`)
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

/** In a transaction of its own, once who may has allowed what the clerk may not; nothing where the form is wrong. */
async function issue(request: IssueRequest, deps: Deps, look: Look, wish: Wish): Promise<IssuedInvoice | undefined> {
  if (isWrong(wish)) return undefined
  const { db, clock, config } = deps
  const { businessId } = acting(request)
  const actor = actorOf(request, clock)
  const authority = await authorityOf(request, deps, look)
  return issueOnce(db, businessId, wish.invoice, actor, {
    ...optionsOf(deskOf(request, clock), config),
    authority,
    alongside: (tx) => removeDraft(tx, businessId, wish.invoice.id, actor),
  })
}

const optionsOf = ({ branchId, may, authority }: Desk, { secret }: Deps['config']) => ({
  ...{ branchId, mayExceedCredit: may.exceedCredit, authority, vault: fieldVault(secret) },
})

/** Nothing was issued: the form cannot be read, or does not say who buys. */
function refuseUnread(
  request: IssueRequest,
  reply: FastifyReply,
  deps: Deps,
  look: Look,
  { kycErrors }: Wish,
): Promise<string> {
  return refuseBill(request, reply, deps, new InvoiceRefused(look.refused), kycErrors)
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
