import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { changeItem, createItem } from '../items.commands.ts'
import { type ItemFacts, parseItem, parseOpening } from '../items.form.ts'
import { findItem, listBranches, listGstClasses } from '../items.queries.ts'
import { errorsOf } from '../items.refusals.ts'
import { itemParams, strict, text, uuid } from '../items.schema.ts'
import { itemFormView, valuesOf } from './editing.views.ts'

const itemBody = Type.Object(
  {
    id: Type.Optional(uuid),
    kind: text(10),
    name: text(120),
    unit: text(4),
    hsn: text(12),
    gst_class: text(36),
    sale_price: text(30),
    price_with_tax: text(3),
    purchase_price: text(30),
    barcode: text(40),
    low_stock: text(30),
    notes: text(1000),
    opening_on: text(20),
  },
  { ...strict, patternProperties: { '^opening\\.[0-9a-f-]{36}\\.(quantity|value)$': Type.String({ maxLength: 30 }) } },
)
const config = { permission: 'item.edit' } as const
const blank = { kind: 'goods', unit: 'NOS', price_with_tax: 'yes', opening_on: 'today' }

export const editingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const { show, choices } = forms(db, clock)

  app.get('/items/new', { config }, (request, reply) =>
    show(request, reply, { values: { ...blank, id: newId() }, errors: {} }),
  )

  app.post('/items', { schema: { body: itemBody }, config }, async (request, reply) => {
    const id = request.body.id ?? newId()
    const again = (errors: FieldErrors) => show(request, reply.code(422), { values: { ...request.body, id }, errors })
    const { classes, branches, today } = await choices(request)
    const item = parseItem(request.body, classes)
    const opening = parseOpening(request.body, branches, today)
    if (!item.ok || !opening.ok) return again({ ...(!item.ok && item.errors), ...(!opening.ok && opening.errors) })
    const made = { ...item.value, id, opening: opening.value }
    try {
      await inBusiness(db, acting(request).businessId, (tx) =>
        createItem(tx, acting(request).businessId, made, actorOf(request, clock)),
      )
    } catch (error) {
      return again(errorsOf(error, 'name'))
    }
    return saved(request, reply, id, made.name)
  })

  app.get('/items/:itemId/edit', { schema: { params: itemParams }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const item = await inBusiness(db, businessId, (tx) => findItem(tx, businessId, request.params.itemId))
    return show(request, reply, { values: valuesOf(item), errors: {} }, item.id)
  })

  app.post('/items/:itemId', { schema: { params: itemParams, body: itemBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { itemId } = request.params
    const again = (errors: FieldErrors) => show(request, reply.code(422), { values: request.body, errors }, itemId)
    const parsed = parseItem(request.body, (await choices(request)).classes)
    if (!parsed.ok) return again(parsed.errors)
    try {
      await inBusiness(db, businessId, async (tx) => {
        const facts = await withHiddenCost(tx, request, itemId, parsed.value)
        await changeItem(tx, businessId, { id: itemId, ...facts }, actorOf(request, clock))
      })
    } catch (error) {
      return again(errorsOf(error, 'name'))
    }
    return saved(request, reply, itemId, parsed.value.name)
  })
}

interface Shown {
  values: Static<typeof itemBody> | Record<string, string>
  errors: FieldErrors
}

function forms(db: Deps['db'], clock: Deps['clock']) {
  const listed = (request: FastifyRequest, today: string) => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) =>
      Promise.all([listGstClasses(tx, businessId, today), listBranches(tx, businessId)]),
    )
  }
  const todayOf = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)
  return {
    /** What a form may name: ids of GST classes and of open branches, and the day. */
    async choices(request: FastifyRequest) {
      const today = todayOf(request)
      const [classes, branches] = await listed(request, today)
      return { today, classes: classes.map(({ id }) => id), branches: branches.map(({ id }) => id) }
    },
    /** The form of a new item, or of the one that is named. */
    async show(request: FastifyRequest, reply: FastifyReply, { values, errors }: Shown, itemId?: string) {
      const [gstClasses, branches] = await listed(request, todayOf(request))
      const seesCost = can(acting(request).business.role, 'item.cost')
      const typed = { values: given(values), errors }
      return reply.page('items/form', itemFormView(reply.t, { ...typed, gstClasses, branches, seesCost, itemId }))
    },
  }
}

const given = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

function saved(request: FastifyRequest, reply: FastifyReply, id: string, name: string): FastifyReply {
  request.session.flash = { key: 'items.saved', values: { name } }
  return goTo(reply, `/items/${id}`)
}

/** Who does not see what an item costs cannot change it by saving the form. */
async function withHiddenCost(tx: Tx, request: FastifyRequest, id: string, facts: ItemFacts): Promise<ItemFacts> {
  const { business, businessId } = acting(request)
  if (can(business.role, 'item.cost')) return facts
  return { ...facts, purchasePrice: (await findItem(tx, businessId, id)).purchase_price_paise }
}
