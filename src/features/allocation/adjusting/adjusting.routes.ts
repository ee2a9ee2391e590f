import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { rupees } from '../../../core/money.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { typedDate } from '../../books/index.ts'
import { loadSettling, type Settling } from '../allocation.facts.ts'
import { giveDiscount, writeOff } from './adjusting.commands.ts'
import { type AdjustingFields, adjustingErrors, parseAdjusting } from './adjusting.form.ts'
import { adjustingPage } from './adjusting.views.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const strict = { additionalProperties: false }
const query = Type.Object({ item: text(40) }, strict)
const body = Type.Object(
  {
    id: Type.String({ pattern: `^${uuid}$` }),
    item: Type.String({ pattern: `^(${uuid})?$`, default: '' }),
    what: text(12),
    amount: text(40),
    on_date: text(20),
    reason: text(200),
  },
  strict,
)
const config = { permission: 'books.post' } as const

export const adjustingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    partyId: string,
    { fieldsOf, errors = {} }: { fieldsOf: (settling: Settling) => AdjustingFields; errors?: FieldErrors },
  ) => {
    const { businessId, business } = acting(request)
    const settling = await inBusiness(db, businessId, (tx) =>
      loadSettling(tx, businessId, partyId, { at: clock(), lock: false }),
    )
    const reader = { t: reply.t, locale: request.locale }
    const mayBackdate = can(business.role, 'books.backdate')
    const page = adjustingPage(reader, settling, fieldsOf(settling), { errors, mayBackdate })
    return reply.page('allocation/write-off', page)
  }

  app.get('/parties/:id/allocation/write-off', { schema: { params, querystring: query }, config }, (request, reply) =>
    show(request, reply, request.params.id, { fieldsOf: (settling) => fresh(settling, request.query.item) }),
  )

  app.post('/parties/:id/allocation/write-off', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const partyId = request.params.id
    const fields = request.body
    const again = (status: number, errors: FieldErrors) =>
      show(request, reply.code(status), partyId, { fieldsOf: () => fields, errors })
    const today = todayIn(clock(), business.zone)
    const parsed = parseAdjusting(fields, { partyId, today, mayBackdate: can(business.role, 'books.backdate') })
    if (!parsed.ok) return again(422, parsed.errors)
    const { what, ...asked } = parsed.value
    const command = what === 'discount' ? giveDiscount : writeOff
    try {
      await inBusiness(db, businessId, (tx) =>
        command(tx, businessId, asked, actorOf(request, clock), { branchId: business.branchId }),
      )
    } catch (error) {
      const errors = adjustingErrors(error)
      return again(error instanceof Error && 'status' in error ? Number(error.status) : 422, errors)
    }
    request.session.flash = { key: 'allocation.giveUp.saved', values: { amount: `₹${rupees(asked.amount)}` } }
    return goTo(reply, `/parties/${partyId}/allocation`)
  })
}

/** The smallest rest comes first to mind: what is left over of a bill that was paid. */
function fresh({ items, today }: Settling, asked: string): AdjustingFields {
  const smallest = items.toSorted((a, b) => Number(a.openAmount - b.openAmount))[0]
  const item = items.find(({ id }) => id === asked) ?? smallest
  const amount = item ? rupees(item.openAmount) : ''
  return { id: newId(), item: item?.id ?? '', what: 'write-off', amount, on_date: typedDate(today), reason: '' }
}
