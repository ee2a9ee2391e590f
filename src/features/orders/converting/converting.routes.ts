import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { newId } from '../../../db/ids.ts'
import { named } from '../../../db/named.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { billBody, counterAddressOf, deskOf, readBill } from '../../sales/index.ts'
import { takeIntoBill } from './converting.commands.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const linesBody = Type.Object(
  {},
  { additionalProperties: false, patternProperties: { '^line\\.\\d{1,3}$': Type.String({ maxLength: 5 }) } },
)
const config = { permission: 'sale.make' } as const

/** An order becomes a bill at the counter: begun from the order, or taken into the bill that is on the screen. */
export const convertingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.post('/orders/:id/bill', { schema: { params, body: linesBody }, config }, async (request, reply) => {
    const { businessId, who } = acting(request)
    const { id: orderId } = request.params
    const lines = Object.keys(request.body).map((name) => Number(name.slice('line.'.length)))
    const by = { actor: actorOf(request, clock), desk: deskOf(request, clock) }
    const { draftId, ...taken } = await inBusiness(db, businessId, async (tx) => {
      const [begun] = await named<{ id: string }>(tx, draftOf, [businessId, who.userId, orderId])
      const draftId = begun?.id ?? newId()
      return { draftId, ...(await takeIntoBill(tx, businessId, { orderId, draftId, bill: readBill({}), lines }, by)) }
    })
    request.session.flash = saidOf(taken)
    return goTo(reply, counterAddressOf(draftId))
  })

  app.post('/orders/:id/counter', { schema: { params, body: billBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id: orderId } = request.params
    const { id: draftId } = request.body
    const by = { actor: actorOf(request, clock), desk: deskOf(request, clock) }
    const into = { orderId, draftId, bill: readBill(request.body), lines: [] }
    const taken = await inBusiness(db, businessId, (tx) => takeIntoBill(tx, businessId, into, by))
    request.session.flash = saidOf(taken)
    return goTo(reply, counterAddressOf(draftId))
  })
}

const saidOf = ({ number, toScan }: { number: string; toScan: number }) =>
  toScan > 0
    ? ({ key: 'orders.intoBillScan', values: { number, count: toScan } } as const)
    : ({ key: 'orders.intoBill', values: { number } } as const)

const draftOf = {
  name: 'orders.draft',
  text: `
    select id from draft where business_id = $1 and user_id = $2 and kind = 'sale' and body->'fields'->>'from' = $3
    order by updated_at desc limit 1`,
}
