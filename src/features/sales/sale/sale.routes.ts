import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { paperAddress } from '../../../web/paper-address.ts'
import { acting } from '../../../web/permissions.ts'
import { findPaperIfAny, findSale, listEntries, listSettlements } from './sale.queries.ts'
import { saleView } from './sale.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
// The counter leads here with the bill it has just issued.
const querystring = Type.Object(
  { issued: Type.Optional(Type.String({ maxLength: 1 })) },
  { additionalProperties: false },
)

export const saleRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const config = { permission: 'sale.view' } as const
  app.get('/sales/:id', { schema: { params, querystring }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const seesBooks = can(business.role, 'books.view')
    const found = await inBusiness(db, businessId, (tx) =>
      together([
        findSale(tx, businessId, id),
        listSettlements(tx, businessId, id),
        seesBooks ? listEntries(tx, businessId, id) : [],
      ]),
    ).catch((error) => {
      if (error instanceof NotFound) return error
      throw error
    })
    if (found instanceof NotFound) {
      const paper = await inBusiness(db, businessId, (tx) => findPaperIfAny(tx, businessId, id))
      const place = paper && paperAddress(paper)
      if (!place || place === `/sales/${id}`) throw found
      return goTo(reply, place)
    }
    const [sale, settlements, entries] = found
    const { t } = reply
    const reader = { t, locale: request.locale, zone: business.zone, today: todayIn(clock(), business.zone) }
    const { role } = business
    const may = {
      sell: can(role, 'sale.make'),
      receive: can(role, 'payment.make'),
      cancel: can(role, 'sale.cancel'),
    }
    return reply.page('sales/show', saleView(reader, { ...sale, settlements, entries }, may))
  })
}
