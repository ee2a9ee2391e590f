import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { findBranch, listBranches } from '../businesses.queries.ts'
import { changeBranch, closeBranch, openBranch } from './branches.commands.ts'
import { parseBranch } from './branches.form.ts'
import { branchesView, branchFormView } from './branches.views.ts'

const uuid = Type.String({ format: 'uuid' })
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const params = Type.Object({ branchId: uuid })
const body = Type.Object(
  { id: Type.Optional(uuid), name: text(60), code: text(10), state: text(2), address: text(300), phone: text(20) },
  { additionalProperties: false },
)
const view = { permission: 'settings.view' } as const
const edit = { permission: 'settings.edit' } as const

export const branchesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const form = (reply: FastifyReply, typed: Typed, of: { id: string; action: string }) =>
    reply.page('settings/branch', branchFormView(reply.t, typed, of))

  app.get('/settings/branches', { config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listBranches(tx, businessId))
    return reply.page('settings/branches', branchesView(reply.t, rows, can(business.role, 'settings.edit')))
  })

  app.get('/settings/branches/new', { config: edit }, async (_request, reply) =>
    form(reply, { values: {}, errors: {} }, { id: newId(), action: '/settings/branches' }),
  )

  app.post('/settings/branches', { schema: { body }, config: edit }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id = newId(), ...values } = request.body
    const again = (errors: FieldErrors) =>
      form(reply.code(422), { values, errors }, { id, action: '/settings/branches' })
    const parsed = parseBranch(values)
    if (!parsed.ok) return again(parsed.errors)
    try {
      const branch = { id, ...parsed.value }
      await inBusiness(db, businessId, (tx) =>
        openBranch(tx, businessId, branch, actorOf(request, clock), business.zone),
      )
    } catch (error) {
      return again(errorsOf(error))
    }
    return saved(request, reply)
  })

  app.get('/settings/branches/:branchId', { schema: { params }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const { name, code, state, address, phone, id } = await inBusiness(db, businessId, (tx) =>
      findBranch(tx, businessId, request.params.branchId),
    )
    const typed = { values: { name, code, state, address, phone }, errors: {} }
    return form(reply, typed, { id: '', action: `/settings/branches/${id}` })
  })

  app.post('/settings/branches/:branchId', { schema: { params, body }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const { branchId } = request.params
    const { id: _id, ...values } = request.body
    const again = (errors: FieldErrors) =>
      form(reply.code(422), { values, errors }, { id: '', action: `/settings/branches/${branchId}` })
    const parsed = parseBranch(values)
    if (!parsed.ok) return again(parsed.errors)
    try {
      const branch = { id: branchId, ...parsed.value }
      await inBusiness(db, businessId, (tx) => changeBranch(tx, businessId, branch, actorOf(request, clock)))
    } catch (error) {
      return again(errorsOf(error))
    }
    return saved(request, reply)
  })

  await app.register(closingRoutes, deps)
}

const closingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  for (const [resource, isClosed] of [
    ['closure', true],
    ['reopening', false],
  ] as const) {
    app.post(
      `/settings/branches/:branchId/${resource}`,
      { schema: { params }, config: edit },
      async (request, reply) => {
        const { businessId } = acting(request)
        const change = { id: request.params.branchId, isClosed }
        await inBusiness(db, businessId, (tx) => closeBranch(tx, businessId, change, actorOf(request, clock)))
        return saved(request, reply)
      },
    )
  }
}

function saved(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.session.flash = { key: 'settings.saved' }
  return goTo(reply, '/settings/branches')
}

function errorsOf(error: unknown): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { code: { key: error.key } }
}
