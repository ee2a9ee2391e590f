import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { isId } from '../../../db/ids.ts'
import { pageSize, readCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { saveSupplierItems } from './supplier-items.commands.ts'
import { itemFields, parseSupplierItems, type TypedItems } from './supplier-items.form.ts'
import { listSupplierItems } from './supplier-items.queries.ts'
import { supplierItemsView } from './supplier-items.views.ts'

const params = Type.Object({ partyId: Type.String({ format: 'uuid' }) })
const querystring = Type.Object(
  { after: Type.String({ maxLength: 1000, default: '' }) },
  { additionalProperties: false },
)
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const body = Type.Object(
  {},
  {
    additionalProperties: false,
    maxProperties: pageSize * itemFields.length + 1,
    patternProperties: { [`^(${itemFields.join('|')})\\.${uuid}$`]: Type.String({ maxLength: 120 }) },
  },
)
const url = '/purchases/orders/suppliers/:partyId/items'

/** What a supplier calls what he sells to the shop, and what he asks for it: printed on his next order. */
export const supplierItemsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { partyId, after }: { partyId: string; after: string },
    { typed = {}, errors = {} }: { typed?: TypedItems; errors?: FieldErrors } = {},
  ) => {
    const { businessId } = acting(request)
    const [name, id] = readCursor(after, 2) ?? []
    const from = name !== undefined && id !== undefined && isId(id) ? ([name, id] as const) : undefined
    const listed = await inBusiness(db, businessId, (tx) => listSupplierItems(tx, businessId, partyId, from))
    const reader = { t: reply.t, locale: request.locale }
    return reply.page('purchase-orders/supplier-items', supplierItemsView(reader, listed, { typed, errors, after }))
  }

  app.get(url, { schema: { params, querystring }, config: { permission: 'purchase.view' } }, (request, reply) =>
    show(request, reply, { ...request.params, ...request.query }),
  )

  app.post(
    url,
    { schema: { params, querystring, body }, config: { permission: 'purchase.order' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const { partyId } = request.params
      const typed: TypedItems = { ...request.body }
      const parsed = parseSupplierItems(typed)
      if (!parsed.ok) {
        const at = { partyId, after: request.query.after }
        return show(request, reply.code(422), at, { typed, errors: parsed.errors })
      }
      const asked = { partyId, items: parsed.value, onDate: todayIn(clock(), business.zone) }
      const { changed } = await inBusiness(db, businessId, (tx) =>
        saveSupplierItems(tx, businessId, asked, actorOf(request, clock)),
      )
      request.session.flash = { key: 'purchaseOrders.names.saved', values: { count: changed } }
      return goTo(reply, `/purchases/orders/suppliers/${partyId}/items`)
    },
  )
}
