import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import type { ReturnSource } from '../../../core/purchase-return-facts.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { sendGoodsBack } from './making.commands.ts'
import { loadReturn } from './making.facts.ts'
import { blankForm, parseReturn, type Typed } from './making.form.ts'
import { PurchaseReturnRefused } from './making.request.ts'
import { newReturnView, pickView } from './making.views.ts'
import { papersToReturn } from './picking.queries.ts'

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$'
const text = (maxLength: number) => Type.Optional(Type.String({ maxLength }))
const query = Type.Object({ bill: text(40), receipt: text(40) }, { additionalProperties: false })
const body = Type.Object(
  {
    id: Type.String({ pattern: uuid }),
    source: Type.String({ pattern: '^(bill|receipt):[0-9a-f-]{36}$' }),
    ...{ reason: text(20), on_date: text(20), note: text(500) },
  },
  {
    additionalProperties: false,
    maxProperties: 900,
    patternProperties: {
      '^[qx]\\.[0-9]{1,4}$': Type.String({ maxLength: 40 }),
      '^p\\.[0-9]{1,4}$': Type.String({ maxLength: 8000 }),
    },
  },
)
const config = { permission: 'purchase.bill' } as const

export const makingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const read = (request: FastifyRequest, source: ReturnSource, id: string) => {
    const { businessId, business, who } = acting(request)
    const asked = { id, source, onDate: todayIn(clock(), business.zone), lines: [] }
    const options = { at: clock(), by: who.userId, lock: false }
    return inBusiness(db, businessId, (tx) => loadReturn(tx, businessId, asked, options))
  }
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { source, typed, errors = {} }: { source: ReturnSource; typed?: Typed; errors?: FieldErrors },
  ) => {
    const loaded = await read(request, source, typed?.id ?? newId())
    const { lines, today } = loaded.facts
    const values = typed ?? blankForm(newId(), lines, today)
    const offered = { source: loaded.source, of: source, lines, typed: values, errors }
    return reply.page('purchase-returns/new', newReturnView({ t: reply.t, locale: request.locale }, offered))
  }

  app.get('/purchases/returns/new', { schema: { querystring: query }, config }, async (request, reply) => {
    const { bill, receipt } = request.query
    if (bill) return show(request, reply, { source: { kind: 'bill', id: bill } })
    if (receipt) return show(request, reply, { source: { kind: 'receipt', id: receipt } })
    const { businessId } = acting(request)
    const papers = await inBusiness(db, businessId, (tx) => papersToReturn(tx, businessId))
    return reply.page('purchase-returns/pick', pickView({ t: reply.t, locale: request.locale }, papers))
  })

  app.post('/purchases/returns', { schema: { body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const typed: Typed = Object.fromEntries(
      Object.entries(request.body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    const source = sourceOf(request.body.source)
    const { facts } = await read(request, source, request.body.id)
    const { request: asked, errors } = parseReturn(typed, { source, lines: facts.lines, today: facts.today })
    if (Object.keys(errors).length > 0) return show(request, reply.code(422), { source, typed, errors })
    try {
      const mayBackdate = can(business.role, 'books.backdate')
      const done = await inBusiness(db, businessId, (tx) =>
        sendGoodsBack(tx, businessId, asked, actorOf(request, clock), { mayBackdate }),
      )
      request.session.flash = { key: 'purchaseReturns.made', values: { number: done.number } }
      return goTo(reply, `/purchases/returns/${done.id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof NotFound) throw error
      const reasons = error instanceof PurchaseReturnRefused ? error.reasons : [{ ...error, field: 'lines' }]
      const said = reasons.flatMap(({ key, values = {}, field }) =>
        isWordKey(key) ? [[field, { key, values }] as const] : [],
      )
      if (said.length === 0) throw error
      return show(request, reply.code(error.status), { source, typed, errors: Object.fromEntries(said) })
    }
  })
}

function sourceOf(text: string): ReturnSource {
  const [kind, id = ''] = text.split(':')
  return { kind: kind === 'bill' ? 'bill' : 'receipt', id }
}
