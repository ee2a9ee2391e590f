import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import type { Authority, InvoiceRequest } from '../../../core/invoice-facts.ts'
import type { Db } from '../../../db/database.ts'
import { isUniqueViolation } from '../../../db/sqlstate.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { showDate } from '../../../words/format.ts'
import {
  authorityOf,
  billBody,
  deskOf,
  InvoiceRefused,
  lookAt,
  readBill,
  refuseBill,
  removeDraft,
  shownTotal,
  type TypedBill,
} from '../../sales/index.ts'
import { issueEstimate, type NewEstimate } from './making.commands.ts'

/** What stands on the counter becomes a paper with a price, and the counter is free again. */
export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  app.post(
    '/estimates',
    { schema: { body: billBody }, config: { permission: 'sale.make' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const bill = readBill(request.body)
      const { id, total } = request.body
      const desk = deskOf(request, clock)
      const look = await inBusiness(db, businessId, (tx) =>
        lookAt(tx, businessId, { id, bill: withoutSeller(id, bill) }, desk),
      )
      if (Object.keys(look.errors).some(isOfPrice))
        return refuseBill(request, reply, deps, new InvoiceRefused(look.refused))
      const expectedTotal = shownTotal(total)
      const asked: InvoiceRequest = { ...look.request, ...(expectedTotal !== undefined && { expectedTotal }) }
      try {
        const authority = await authorityOf(request, deps, look)
        const made = { request: asked, bill }
        const issued = await issueOnce(db, businessId, made, {
          actor: actorOf(request, clock),
          authority,
          branchId: desk.branchId,
        })
        const date = showDate(request.locale, issued.validUntil)
        request.session.flash = { key: 'estimates.issued', values: { number: issued.number, date } }
        return goTo(reply, `/estimates/${id}`)
      } catch (error) {
        if (error instanceof InvoiceRefused) return refuseBill(request, reply, deps, error)
        if (error instanceof Refusal && error.key.startsWith('tills.refusal.'))
          return refuseBill(request, reply, deps, error)
        throw error
      }
    },
  )
}

/** Who sells the old gold is asked when it is bought: here it only has a price. */
const withoutSeller = (id: string, bill: TypedBill): TypedBill => ({
  ...bill,
  oldGold: {
    ...bill.oldGold,
    og_id_kind: 'other',
    og_id: 'ESTIMATE',
    og_declared: 'yes',
    og_document: bill.oldGold['og_document'] || id,
  },
})

/** What was typed of money, or of who sells old gold, is asked when the bill is made. */
const isOfPrice = (name: string): boolean => !/^(og_|take\.|cash$|upi|card|bank)/.test(name)

interface By {
  actor: Parameters<typeof issueEstimate>[3]
  authority: Authority | undefined
  branchId: string | undefined
}

/** Of two presses at one instant the second meets the key of the first, and answers with it. */
async function issueOnce(db: Db, businessId: string, made: NewEstimate, { actor, authority, branchId }: By) {
  const issue = () =>
    inBusiness(db, businessId, async (tx) => {
      const [issued] = await together([
        issueEstimate(tx, businessId, made, actor, { branchId, authority }),
        removeDraft(tx, businessId, made.request.id, actor),
      ])
      return issued
    })
  try {
    return await issue()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return issue()
  }
}
