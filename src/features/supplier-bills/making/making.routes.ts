import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import type { Actor } from '../../../core/actor.ts'
import { Refusal } from '../../../core/errors.ts'
import { rupees } from '../../../core/money.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { attachTo, fileMultipart } from '../../attachments/index.ts'
import { listPicks, picksView } from '../../parties/index.ts'
import { readAttachment } from '../../vouchers/index.ts'
import { billApproval } from './approvals.commands.ts'
import { type BillDone, enterSupplierBill } from './making.commands.ts'
import { findBillParty } from './making.facts.ts'
import { errorsOf, parseBill, type Typed } from './making.form.ts'
import { aroundOf, billingOf, freshBill, showBill } from './making.page.ts'
import { SupplierBillRefused } from './making.request.ts'
import { billBody, newQuery, sentIn } from './making.schema.ts'

const config = { permission: 'purchase.bill' } as const
const withFile = { ...config, multipartOptions: fileMultipart }

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  app.get('/purchases/bills/new', { schema: { querystring: newQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { party_id, party: partyId = party_id, receipt, take, approval } = request.query
    if (partyId) {
      const chosen = { partyId, receipt, isAll: take === 'all', approval }
      const typed = await inBusiness(db, businessId, (tx) => freshBill(tx, billingOf(deps, request), chosen))
      return showBill(deps, request, reply, { typed })
    }
    const rows = await inBusiness(db, businessId, (tx) => listPicks(tx, businessId, '', 'suppliers'))
    const [to, backHref] = ['/purchases/bills/new', '/purchases/bills']
    const newHref = `/parties/new?to=${encodeURIComponent(to)}`
    return reply.page('parties/picks', { q: '', to, newHref, backHref, picks: picksView(reply.t, rows, 'party') })
  })

  app.post('/purchases/bills/figures', { schema: { body: billBody }, config: withFile }, (request, reply) => {
    const { typed } = sentIn(request.body)
    return showBill(deps, request, reply, { typed: typed['do'] === 'add' ? withRow(typed) : typed })
  })

  app.post('/purchases/bills', { schema: { body: billBody }, config: withFile }, async (request, reply) => {
    const { typed, file } = sentIn(request.body)
    const again = (errors: FieldErrors, code: number, twinId = '') => {
      // A browser sends a file once, and keeps nothing of it in the form.
      const lost: FieldErrors = file.length > 0 ? { attachment: { key: 'vouchers.attachment.again' } } : {}
      return showBill(deps, request, reply.code(code), { typed, errors: { ...lost, ...errors }, twinId })
    }
    try {
      const sent = { typed, file, actor: actorOf(request, clock) }
      const done = await enter(deps, billingOf(deps, request), sent)
      if ('errors' in done) return again(done.errors, 422)
      const values = { number: done.number, amount: rupees(done.payable) }
      request.session.flash = { key: done.hasDifference ? 'supplierBills.savedDiffers' : 'supplierBills.saved', values }
      return goTo(reply, `/purchases/bills/${done.id}`)
    } catch (error) {
      if (error instanceof SupplierBillRefused) return again(errorsOf(error.reasons), error.status, error.twinId)
      if (!(error instanceof Refusal) || !isWordKey(error.key) || error.key === 'supplierBills.refusal.otherBody')
        throw error
      const said: Said = { key: error.key, values: error.values }
      return again({ lines: said }, error.status)
    }
  })
}

const withRow = (typed: Typed): Typed => ({
  ...typed,
  rows: String((Number.parseInt(typed['rows'] ?? '', 10) || 2) + 1),
})

/** The bill and its photo together, or what is wrong in the form itself. */
function enter(
  { db }: Pick<Deps, 'db'>,
  billing: ReturnType<typeof billingOf>,
  { typed, file, actor }: { typed: Typed; file: Buffer; actor: Actor },
): Promise<BillDone | { errors: FieldErrors }> {
  const { businessId, options } = billing
  return inBusiness(db, businessId, async (tx) => {
    const party = await findBillParty(tx, businessId, typed['party_id'] ?? '')
    const parsed = parseBill(typed, await aroundOf(tx, billing, { typed, party }))
    const errors = { ...(!parsed.ok && parsed.errors), ...whyNotFile(file) }
    if (!parsed.ok || Object.keys(errors).length > 0) return { errors }
    const entered = await enterSupplierBill(tx, businessId, parsed.value, actor, options)
    await billApproval(tx, businessId, { approvalId: typed['approval'] ?? '', partyId: party.id, billId: entered.id })
    if (file.length > 0) await attachTo(tx, businessId, { kind: 'supplier-bill', id: entered.id, bytes: file }, actor)
    return entered
  })
}

function whyNotFile(file: Buffer): FieldErrors {
  if (file.length === 0) return {}
  try {
    readAttachment(file)
    return {}
  } catch (error) {
    if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
    return { attachment: { key: error.key } }
  }
}
