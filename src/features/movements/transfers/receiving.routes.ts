import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { parseQuantity } from '../../../core/quantity.ts'
import { type Mg, parseGrams } from '../../../core/weight.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { shownValues } from '../../../words/format.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { LineRefused } from '../goods/goods.taking.ts'
import { findMovement, type Movement } from '../movements.queries.ts'
import { params, type Typed, text } from '../movements.schema.ts'
import { type Counted, receiveTransfer } from './receiving.commands.ts'
import { receiveView } from './receiving.views.ts'

const body = Type.Object(
  { tags: text(6000), note: text(500) },
  {
    additionalProperties: false,
    patternProperties: { '^lines\\.\\d{1,3}\\.(quantity|gross|net)$': Type.String({ maxLength: 30 }) },
  },
)
const config = { permission: 'stock.move' } as const
const forms = ['transfer'] as const

export const receivingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const find = (request: FastifyRequest, id: string): Promise<Movement> => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) => findMovement(tx, businessId, { id, forms }))
  }
  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { id, typed = {}, errors = {} }: { id: string; typed?: Typed; errors?: FieldErrors },
  ) => reply.page('movements/receive', receiveView(reply.t, await find(request, id), { typed, errors }))

  app.get('/stock/transfers/:id/receive', { schema: { params }, config }, (request, reply) =>
    show(request, reply, { id: request.params.id }),
  )

  app.post('/stock/transfers/:id/receive', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const [{ id }, typed] = [request.params, request.body]
    const { counted, errors } = readCounted(await find(request, id), typed)
    if (Object.keys(errors).length > 0) return show(request, reply.code(422), { id, typed, errors })
    const tags = typed.tags.split(/[\s,]+/).filter(Boolean)
    const asked = { id, tags, counted, note: typed.note.trim() }
    try {
      const today = todayIn(clock(), business.zone)
      const { isWhole } = await inBusiness(db, businessId, (tx) =>
        receiveTransfer(tx, businessId, asked, actorOf(request, clock), today),
      )
      request.session.flash = { key: isWhole ? 'movements.received.whole' : 'movements.received.differs' }
      return goTo(reply, `/stock/transfers/${id}`)
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      const said: Said = { key: error.key, values: shownValues(request.locale, error.values) }
      const field = error instanceof LineRefused ? fieldOf(typed, error.line) : 'tags'
      return show(request, reply.code(error.status), { id, typed, errors: { [field]: said } })
    }
  })
}

const fieldOf = (typed: Typed, line: number): string =>
  `lines.${line}.quantity` in typed ? `lines.${line}.quantity` : `lines.${line}.gross`

/** What was counted of each line; nothing typed is nothing found. */
function readCounted({ lines }: Movement, typed: Typed): { counted: Counted[]; errors: FieldErrors } {
  const errors: Record<string, Said> = {}
  const of = (line: number, field: string) => (typed[`lines.${line}.${field}`] ?? '').trim()
  const weight = (line: number, field: string): Mg | undefined => {
    if (of(line, field) === '') return undefined
    const read = parseGrams(of(line, field))
    if (read === undefined) errors[`lines.${line}.${field}`] = { key: 'counter.weight.wrong' }
    return read
  }
  const counted = lines.flatMap(({ line, lotId, pieceId, goods }): Counted[] => {
    if (pieceId !== null) return []
    if (lotId === null) {
      if (of(line, 'quantity') === '') return []
      const quantity = parseQuantity(of(line, 'quantity'))
      if (quantity === undefined) errors[`lines.${line}.quantity`] = { key: 'movements.refusal.noQuantity' }
      return [{ line, quantity: quantity ?? 0n }]
    }
    const gross = weight(line, 'gross')
    const net = weight(line, 'net') ?? gross
    const quantity = (goods.net === 0n ? gross : net) ?? 0n
    return gross === undefined ? [] : [{ line, quantity, gross }]
  })
  return { counted, errors }
}
