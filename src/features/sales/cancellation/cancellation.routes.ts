import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { type IsoDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findSale, type Sale } from '../sale/sale.queries.ts'
import { cancelInvoice } from './cancellation.commands.ts'
import { parseCancellation, type TypedCancellation } from './cancellation.form.ts'
import { cancellationView } from './cancellation.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const typedText = (maxLength: number) => Type.String({ maxLength, default: '' })
const body = Type.Object({ reason: typedText(200), date: typedText(30), _csrf: Type.Optional(Type.String()) })
const url = '/sales/:id/cancellation'

export const cancellationRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(url, { schema: { params }, config: { permission: 'sale.cancel' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const sale = await inBusiness(db, businessId, (tx) => findSale(tx, businessId, request.params.id))
    if (sale.document.state === 'cancelled') return goTo(reply, `/sales/${sale.document.id}`)
    return reply.page(
      'sales/cancellation',
      cancellationView(reply.t, sale, { reason: '', date: typedDate(todayIn(clock(), business.zone)) }),
    )
  })

  app.post(url, { schema: { params, body }, config: { permission: 'sale.cancel' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const { reason, date } = request.body
    const parsed = parseCancellation({ reason, date }, todayIn(clock(), business.zone))
    const find = () => inBusiness(db, businessId, (tx) => findSale(tx, businessId, id))
    if (!parsed.ok) return again(reply, await find(), { reason, date }, parsed.errors)
    try {
      const cancel = { id: (await find()).document.id, ...parsed.value }
      const { number } = await inBusiness(db, businessId, (tx) =>
        cancelInvoice(tx, businessId, cancel, actorOf(request, clock)),
      )
      request.session.flash = { key: 'sales.cancel.done', values: { number } }
      return goTo(reply, `/sales/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return again(reply.code(error.status), await find(), { reason, date }, { [fieldOf(error.key)]: said(error) })
    }
  })
}

/** The form once more, with what was typed and what is wrong with it. */
function again(reply: FastifyReply, sale: Sale, typed: TypedCancellation, errors: FieldErrors): Promise<string> {
  if (reply.statusCode === 200) reply.code(422)
  return reply.page('sales/cancellation', cancellationView(reply.t, sale, typed, errors))
}

/** '2026-11-21' -> '21/11/2026': as a person would type it. */
const typedDate = (date: IsoDate): string => date.split('-').toReversed().join('/')

const fieldOf = (key: string): 'reason' | 'date' => (key === 'sales.refusal.cancelReason' ? 'reason' : 'date')

const said = ({ key, values }: Refusal): Said => {
  if (!isWordKey(key)) throw new Error(`no words for ${key}`)
  return { key, values }
}
