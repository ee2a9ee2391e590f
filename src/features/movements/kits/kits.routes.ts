import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { milli, parseQuantity } from '../../../core/quantity.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf, readCursor } from '../../../db/paging.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findGoods } from '../goods/goods.find.ts'
import { params, type Typed, text } from '../movements.schema.ts'
import { type NewKit, saveKit } from './kits.commands.ts'
import { findKit, listKits } from './kits.queries.ts'
import { kitForm, kitsView, mostParts, typedKit } from './kits.views.ts'

const listQuery = Type.Object({ after: Type.Optional(text(500)) }, { additionalProperties: false })
const kitBody = Type.Object(
  { item: text(100), note: text(500) },
  {
    additionalProperties: false,
    patternProperties: { '^parts\\.\\d{1,2}\\.(item|quantity|share)$': Type.String({ maxLength: 100 }) },
  },
)
const config = { permission: 'stock.move' } as const

/** What kits are made of. */
export const kitsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(
    '/stock/kits',
    { schema: { querystring: listQuery }, config: { permission: 'stock.view' } },
    async (request, reply) => {
      const { businessId, business } = acting(request)
      const [name, id] = readCursor(request.query.after, 2) ?? []
      const after = [name ?? '', isId(id) ? id : '00000000-0000-0000-0000-000000000000'] as const
      const rows = await inBusiness(db, businessId, (tx) => listKits(tx, businessId, after))
      return reply.page('movements/kits', kitsView(reply.t, pageOf(rows), business.role))
    },
  )

  app.get('/stock/kits/new', { config }, (_request, reply) =>
    reply.page('movements/kit-form', kitForm(reply.t, { kit: undefined, typed: {}, errors: {} })),
  )

  app.get('/stock/kits/:id', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const kit = await inBusiness(db, businessId, (tx) => findKit(tx, businessId, request.params.id))
    return reply.page('movements/kit-form', kitForm(reply.t, { kit, typed: typedKit(kit), errors: {} }))
  })

  const save = async (request: FastifyRequest, reply: FastifyReply, typed: Typed, kitId?: string) => {
    const { businessId } = acting(request)
    const again = async (errors: FieldErrors) => {
      const kit = kitId ? await inBusiness(db, businessId, (tx) => findKit(tx, businessId, kitId)) : undefined
      return reply.page('movements/kit-form', kitForm(reply.t, { kit, typed, errors }))
    }
    const errors: Record<string, Said> = {}
    const parsed = await inBusiness(db, businessId, (tx) => readKit(tx, businessId, { typed, kitId, errors }))
    reply.code(422)
    if (!parsed) return again(errors)
    try {
      await inBusiness(db, businessId, (tx) => saveKit(tx, businessId, parsed, actorOf(request, clock)))
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return again({ [kitId ? 'parts.0.item' : 'item']: { key: error.key, values: error.values } })
    }
    request.session.flash = { key: 'movements.kits.saved' }
    return goTo(reply, '/stock/kits')
  }

  app.post('/stock/kits', { schema: { body: kitBody }, config }, (request, reply) => save(request, reply, request.body))
  app.post('/stock/kits/:id', { schema: { params, body: kitBody }, config }, (request, reply) =>
    save(request, reply, request.body, request.params.id),
  )
}

/** The kit as it was typed, or nothing with what is wrong in `errors`. */
async function readKit(
  tx: Tx,
  businessId: string,
  { typed, kitId, errors }: { typed: Typed; kitId: string | undefined; errors: Record<string, Said> },
): Promise<NewKit | undefined> {
  const of = (name: string) => (typed[name] ?? '').trim()
  const itemOf = async (field: string): Promise<string> => {
    if (of(field) === '') errors[field] = { key: 'movements.refusal.noItem' }
    const found =
      of(field) === '' ? undefined : await findGoods(tx, businessId, { typed: of(field), branchId: emptyId })
    if (found && 'wrong' in found) errors[field] = found.wrong
    else if (found && found.ref.kind !== 'item')
      errors[field] = { key: 'movements.refusal.article', values: { words: of(field) } }
    return found && 'ref' in found ? found.ref.id : ''
  }
  const itemId = kitId ?? (await itemOf('item'))
  const rows = Array.from({ length: mostParts }, (_, row) => row).filter((row) => of(`parts.${row}.item`) !== '')
  if (rows.length === 0) errors['parts.0.item'] = { key: 'movements.refusal.noItem' }
  const parts = []
  for (const row of rows) {
    const quantity = parseQuantity(of(`parts.${row}.quantity`))
    if (quantity === undefined || quantity <= 0n)
      errors[`parts.${row}.quantity`] = { key: 'movements.refusal.noQuantity' }
    const share = /^\d{1,3}(\.\d{1,2})?$/.test(of(`parts.${row}.share`) || '0')
      ? Number(of(`parts.${row}.share`) || 0)
      : 101
    if (share > 100) errors[`parts.${row}.share`] = { key: 'movements.refusal.allowance' }
    const shareBp = Math.round(share * 100)
    parts.push({ itemId: await itemOf(`parts.${row}.item`), quantity: quantity ?? milli(0n), shareBp })
  }
  return Object.keys(errors).length > 0 ? undefined : { itemId, note: of('note'), parts }
}

const emptyId = '00000000-0000-0000-0000-000000000000'
