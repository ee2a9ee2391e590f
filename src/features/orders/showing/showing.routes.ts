import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { pictureOf, pictureUpload, sendPicture } from '../../pictures/index.ts'
import { takeAdvance } from '../making/advance.commands.ts'
import { readAdvance } from '../making/making.form.ts'
import { findPhoto, setPhoto } from './photo.commands.ts'
import { findOrder } from './showing.queries.ts'
import { orderView } from './showing.views.ts'

const id = Type.String({ format: 'uuid' })
const line = Type.String({ pattern: '^\\d{1,3}$' })
const params = Type.Object({ id })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const advanceBody = Type.Object(
  { receipt_id: id, advance: text(30), mode: text(10), reference: text(50) },
  { additionalProperties: false },
)
const { body: upload, bodyLimit } = pictureUpload
const view = { permission: 'order.view' } as const
const make = { permission: 'order.make' } as const

interface With {
  typed?: Readonly<Record<string, string>>
  errors?: FieldErrors
}

export const showingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, orderId: string, shown: With = {}) => {
    const { businessId, business } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findOrder(tx, businessId, orderId))
    const { typed = {}, errors = {} } = shown
    const by = { today: todayIn(clock(), business.zone), role: business.role }
    const receiptId = typed['receipt_id'] ?? newId()
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page('orders/show', orderView(reader, found, { ...by, receiptId, typed, errors }))
  }

  app.get('/orders/:id', { schema: { params }, config: view }, (request, reply) =>
    show(request, reply, request.params.id),
  )

  app.post(
    '/orders/:id/advances',
    { schema: { params, body: advanceBody }, config: { permission: 'payment.make' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const typed = request.body
      const errors: Record<string, Said> = {}
      const advance = readAdvance(typed, errors)
      if (advance.amount === 0n) errors['advance'] ??= { key: 'fields.amount.positive' }
      const { id: orderId } = request.params
      if (Object.keys(errors).length > 0) return show(request, reply.code(422), orderId, { typed, errors })
      try {
        const taken = await inBusiness(db, businessId, async (tx) => {
          const { order } = await findOrder(tx, businessId, orderId)
          const onDate = todayIn(clock(), business.zone)
          const asked = { orderId, receiptId: typed.receipt_id, partyId: order.partyId, number: order.number }
          const options = { branchId: business.branchId }
          return takeAdvance(tx, businessId, { ...asked, advance, onDate }, actorOf(request, clock), options)
        })
        request.session.flash = { key: 'orders.advance.taken', values: { receipt: taken.number } }
        return goTo(reply, `/orders/${orderId}`)
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const said: Said = { key: error.key, values: error.values }
        return show(request, reply.code(error.status), orderId, { typed, errors: { advance: said } })
      }
    },
  )

  app.get(
    '/orders/:id/photos/:line/:sha256',
    { schema: { params: Type.Object({ id, line, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) }) }, config: view },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { id: orderId, sha256 } = request.params
      const asked = { orderId, line: Number(request.params.line), sha256 }
      return sendPicture(reply, await inBusiness(db, businessId, (tx) => findPhoto(tx, businessId, asked)))
    },
  )

  app.post(
    '/orders/:id/photos/:line',
    { schema: { params: Type.Object({ id, line }), body: upload }, bodyLimit, config: make },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { id: orderId } = request.params
      const photo = { orderId, line: Number(request.params.line), bytes: pictureOf(request) }
      try {
        await inBusiness(db, businessId, (tx) => setPhoto(tx, businessId, photo, actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const said: Said = { key: error.key, values: error.values }
        return show(request, reply.code(422), orderId, { errors: { [`photo-${photo.line}`]: said } })
      }
      return goTo(reply, `/orders/${orderId}`)
    },
  )
}
