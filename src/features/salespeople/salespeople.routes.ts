import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import { can } from '../../core/permissions.ts'
import { newId } from '../../db/ids.ts'
import { inBusiness, type Tx } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { listBranches } from '../businesses/index.ts'
import { peopleTabs } from '../people/index.ts'
import { addSalesperson, archiveSalesperson, changeSalesperson } from './salespeople.commands.ts'
import { parseSalesperson } from './salespeople.form.ts'
import { findSalesperson, listSalespeople, listSellers } from './salespeople.queries.ts'
import { salespeopleView, salespersonView, typedOf } from './salespeople.views.ts'

const url = '/people/salespeople'
const text = (maxLength: number) => Type.String({ maxLength, default: '' })
const uuid = Type.String({ format: 'uuid' })
const fields = { name: text(200), user: text(40), branch: text(40), kind: text(20), rate: text(20) }
const addBody = Type.Object({ id: uuid, ...fields }, { additionalProperties: false })
const changeBody = Type.Object(fields, { additionalProperties: false })
const params = Type.Object({ personId: uuid })
const config = { permission: 'people.manage' } as const

/** Who sells at the counter, whether they sign in or not, and what they get for it. */
export const salespeopleRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(addingRoutes, deps)
  await app.register(changingRoutes, deps)
}

const addingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(url, { config: { permission: 'people.view' } }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listSalespeople(tx, businessId))
    const tabs = peopleTabs({ t: reply.t, role: business.role }, url)
    return reply.page(
      'salespeople/list',
      salespeopleView(reply.t, rows, { tabs, canEdit: can(business.role, 'people.manage') }),
    )
  })

  app.get(`${url}/new`, { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const choices = await inBusiness(db, businessId, (tx) => choicesOf(tx, businessId))
    const typed = { values: { kind: 'none' }, errors: {} }
    return reply.page('salespeople/edit', salespersonView(reply.t, typed, choices, { id: newId() }))
  })

  app.post(url, { schema: { body: addBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, ...values } = request.body
    const parsed = parseSalesperson(values)
    const errors = parsed.ok
      ? await refusedOf(
          inBusiness(db, businessId, (tx) =>
            addSalesperson(tx, businessId, { id, ...parsed.value }, actorOf(request, clock)),
          ),
        )
      : parsed.errors
    if (!errors) return saved(request, reply)
    const choices = await inBusiness(db, businessId, (tx) => choicesOf(tx, businessId))
    return reply.code(422).page('salespeople/edit', salespersonView(reply.t, { values, errors }, choices, { id }))
  })
}

const changingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get(`${url}/:personId`, { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const [person, choices] = await inBusiness(db, businessId, (tx) =>
      together([findSalesperson(tx, businessId, request.params.personId), choicesOf(tx, businessId)]),
    )
    const typed = { values: typedOf(person), errors: {} }
    return reply.page('salespeople/edit', salespersonView(reply.t, typed, choices, person))
  })

  app.post(`${url}/:personId`, { schema: { params, body: changeBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { personId: id } = request.params
    const parsed = parseSalesperson(request.body)
    const errors = parsed.ok
      ? await refusedOf(
          inBusiness(db, businessId, (tx) =>
            changeSalesperson(tx, businessId, { id, ...parsed.value }, actorOf(request, clock)),
          ),
        )
      : parsed.errors
    if (!errors) return saved(request, reply)
    const [person, choices] = await inBusiness(db, businessId, (tx) =>
      together([findSalesperson(tx, businessId, id), choicesOf(tx, businessId)]),
    )
    const typed = { values: request.body, errors }
    return reply.code(422).page('salespeople/edit', salespersonView(reply.t, typed, choices, person))
  })

  for (const [resource, isArchived] of [
    ['archive', true],
    ['return', false],
  ] as const) {
    app.post(`${url}/:personId/${resource}`, { schema: { params }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const change = { id: request.params.personId, isArchived }
      await inBusiness(db, businessId, (tx) => archiveSalesperson(tx, businessId, change, actorOf(request, clock)))
      return saved(request, reply)
    })
  }
}

async function choicesOf(tx: Tx, businessId: string) {
  const [users, branches] = await together([listSellers(tx, businessId), listBranches(tx, businessId)])
  return { users, branches: branches.filter(({ archived_at }) => archived_at === null) }
}

/** A name in use is told at its field. */
async function refusedOf(work: Promise<void>) {
  try {
    await work
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal) || error.key !== 'salespeople.taken') throw error
    return { name: { key: 'salespeople.taken' } } as const
  }
}

function saved(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.session.flash = { key: 'shell.saved' }
  return goTo(reply, url)
}
