import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import { can } from '../../core/permissions.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { isWordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { archiveTable, changeTable, createTable } from './value-tables.commands.ts'
import { parseTable, type Typed, typedOf, withRow } from './value-tables.form.ts'
import { findTable, type ListedTable, listTables } from './value-tables.queries.ts'
import { tableFormView, tablesView } from './value-tables.views.ts'

const uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const params = Type.Object({ tableId: uuid })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const body = Type.Object(
  {
    id: Type.Optional(uuid),
    do: text(10),
    rows: text(3),
    name: text(60),
    note: text(300),
    making_on_wastage: text(3),
  },
  {
    additionalProperties: false,
    patternProperties: {
      '^slab\\.\\d{1,2}\\.(from|making_kind|making|making_floor|wastage_kind|wastage|wastage_floor)$': Type.String({
        maxLength: 30,
      }),
    },
  },
)
const view = { permission: 'piece.view' } as const
const edit = { permission: 'piece.edit' } as const

export const valueTablesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const find = (businessId: string, id: string) => inBusiness(db, businessId, (tx) => findTable(tx, businessId, id))

  app.get('/value-tables', { config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const tables = await inBusiness(db, businessId, (tx) => listTables(tx, businessId))
    return reply.page('value-tables/list', tablesView(reply.t, tables, can(business.role, 'piece.edit')))
  })

  app.get('/value-tables/new', { config: edit }, (_request, reply) =>
    show(reply, { id: newId(), 'slab.0.from': '0', rows: '3' }, {}),
  )

  app.post('/value-tables/form', { schema: { body }, config: edit }, (request, reply) =>
    show(reply, again(request.body), {}),
  )

  app.post('/value-tables', { schema: { body }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const typed = { ...given(request.body), id: request.body.id ?? newId() }
    const parsed = parseTable(typed)
    if (!parsed.ok) return show(reply.code(422), typed, parsed.errors)
    const made = { ...parsed.value, id: typed.id }
    try {
      await inBusiness(db, businessId, (tx) => createTable(tx, businessId, made, actorOf(request, clock)))
    } catch (error) {
      return show(reply.code(422), typed, errorsOf(error))
    }
    request.session.flash = { key: 'valueTables.saved', values: { name: made.name } }
    return goTo(reply, '/value-tables')
  })

  app.get('/value-tables/:tableId', { schema: { params }, config: edit }, async (request, reply) => {
    const table = await find(acting(request).businessId, request.params.tableId)
    return show(reply, typedOf(table), {}, table)
  })

  app.post('/value-tables/:tableId/form', { schema: { params, body }, config: edit }, async (request, reply) => {
    const table = await find(acting(request).businessId, request.params.tableId)
    return show(reply, again(request.body), {}, table)
  })

  app.post('/value-tables/:tableId', { schema: { params, body }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const table = await find(businessId, request.params.tableId)
    const typed = given(request.body)
    const parsed = parseTable(typed)
    if (!parsed.ok) return show(reply.code(422), typed, parsed.errors, table)
    const change = { ...parsed.value, id: table.id }
    try {
      await inBusiness(db, businessId, (tx) => changeTable(tx, businessId, change, actorOf(request, clock)))
    } catch (error) {
      return show(reply.code(422), typed, errorsOf(error), table)
    }
    request.session.flash = { key: 'valueTables.saved', values: { name: change.name } }
    return goTo(reply, '/value-tables')
  })

  for (const [resource, isArchived] of [
    ['archive', true],
    ['return', false],
  ] as const) {
    app.post(`/value-tables/:tableId/${resource}`, { schema: { params }, config: edit }, async (request, reply) => {
      const { businessId } = acting(request)
      const change = { id: request.params.tableId, isArchived }
      await inBusiness(db, businessId, (tx) => archiveTable(tx, businessId, change, actorOf(request, clock)))
      request.session.flash = { key: isArchived ? 'valueTables.archived' : 'valueTables.broughtBack' }
      return goTo(reply, '/value-tables')
    })
  }
}

const show = (reply: FastifyReply, typed: Typed, errors: FieldErrors, table?: ListedTable) =>
  reply.page('value-tables/form', tableFormView(reply.t, { typed, errors, table }))

/** The form anew, with one more row where that was asked. */
const again = (sent: Record<string, string | undefined>): Typed =>
  sent['do'] === 'add' ? withRow(given(sent)) : given(sent)

const given = (sent: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(sent).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

function errorsOf(error: unknown): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { name: { key: error.key, values: error.values } }
}
