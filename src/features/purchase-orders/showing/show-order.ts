import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { acting } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findPurchaseOrder } from './showing.queries.ts'
import { purchaseOrderView } from './showing.views.ts'

interface With {
  typed?: Readonly<Record<string, string>>
  errors?: FieldErrors
}

/** Answers with the page of an order, and with what was typed in one of its forms. Throws NotFound. */
export async function showOrder(
  request: FastifyRequest,
  reply: FastifyReply,
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  orderId: string,
  { typed = {}, errors = {} }: With = {},
) {
  const { businessId, business, who } = acting(request)
  const found = await inBusiness(db, businessId, (tx) => findPurchaseOrder(tx, businessId, orderId))
  const by = { today: todayIn(clock(), business.zone), role: business.role, userId: who.userId }
  const reader = { t: reply.t, locale: request.locale, zone: business.zone }
  const paymentId = typed['payment_id'] ?? newId()
  return reply.page('purchase-orders/show', purchaseOrderView(reader, found, { ...by, paymentId, typed, errors }))
}
