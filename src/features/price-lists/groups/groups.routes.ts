import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { isId, newId } from '../../../db/ids.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { afterQuery, editPrices as config, idParams as params, strict, text, uuid } from '../price-lists.schema.ts'
import { priceTabs } from '../price-lists.tabs.ts'
import { archiveGroup, createGroup, renameGroup } from './groups.commands.ts'
import { findGroup, listGroups, listMembers } from './groups.queries.ts'
import { groupsView, groupView } from './groups.views.ts'

const url = '/price-lists/groups'
const addBody = Type.Object({ id: uuid, name: text(200) }, strict)
const nameBody = Type.Object({ name: text(200) }, strict)

/** Groups of parties: retail, wholesale and the like. */
export const groupsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const showAll = async (request: FastifyRequest, reply: FastifyReply, id: string, typed: Typed) => {
    const { businessId, business } = acting(request)
    const groups = await inBusiness(db, businessId, (tx) => listGroups(tx, businessId))
    const tabs = priceTabs(reply.t, business.role, url)
    return reply.page('price-lists/groups', groupsView(reply.t, typed, { groups, tabs, id }))
  }
  const showOne = async (request: FastifyRequest, reply: FastifyReply, id: string, typed?: Typed, after = '') => {
    const { businessId } = acting(request)
    const [group, members] = await inBusiness(db, businessId, (tx) =>
      together([findGroup(tx, businessId, id), listMembers(tx, businessId, id, keyOf(after))]),
    )
    const last = members.rows.at(-1)
    const pager = {
      laterHref: after ? `${url}/${id}` : '',
      earlierHref: members.hasMore && last ? `${url}/${id}?after=${writeCursor([last.key, last.id])}` : '',
    }
    return reply.page(
      'price-lists/group',
      groupView(reply.t, typed ?? { values: { name: group.name }, errors: {} }, {
        group,
        members: members.rows,
        pager,
      }),
    )
  }

  app.get(url, { config }, (request, reply) => showAll(request, reply, newId(), { values: {}, errors: {} }))

  app.post(url, { schema: { body: addBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, name } = request.body
    const wrong = await saving(name, (named) =>
      inBusiness(db, businessId, (tx) => createGroup(tx, businessId, { id, name: named }, actorOf(request, clock))),
    )
    if (wrong) return showAll(request, reply.code(422), id, { values: { name }, errors: { name: wrong } })
    request.session.flash = { key: 'shell.saved' }
    return goTo(reply, url)
  })

  app.get(`${url}/:id`, { schema: { params, querystring: afterQuery }, config }, (request, reply) =>
    showOne(request, reply, request.params.id, undefined, request.query.after),
  )

  app.post(`${url}/:id`, { schema: { params, body: nameBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const { name } = request.body
    const wrong = await saving(name, (named) =>
      inBusiness(db, businessId, (tx) => renameGroup(tx, businessId, { id, name: named }, actorOf(request, clock))),
    )
    if (wrong) return showOne(request, reply.code(422), id, { values: { name }, errors: { name: wrong } })
    request.session.flash = { key: 'shell.saved' }
    return goTo(reply, url)
  })

  for (const [resource, isArchived] of [
    ['archive', true],
    ['return', false],
  ] as const) {
    app.post(`${url}/:id/${resource}`, { schema: { params }, config }, async (request, reply) => {
      const { businessId } = acting(request)
      const change = { id: request.params.id, isArchived }
      await inBusiness(db, businessId, (tx) => archiveGroup(tx, businessId, change, actorOf(request, clock)))
      request.session.flash = { key: 'shell.saved' }
      return goTo(reply, url)
    })
  }
}

function keyOf(after: string): [string, string] | undefined {
  const [key, id] = readCursor(after, 2) ?? []
  return key !== undefined && id !== undefined && isId(id) ? [key, id] : undefined
}

/** What is wrong with the name, in words; nothing is written then. */
async function saving(typed: string, write: (name: string) => Promise<void>) {
  const name = typed.normalize('NFC').trim()
  if (name === '') return { key: 'fields.name' } as const
  if (name.length > 60) return { key: 'fields.tooLong', values: { max: 60 } } as const
  try {
    await write(name)
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal) || error.key !== 'prices.group.taken') throw error
    return { key: 'prices.group.taken' } as const
  }
}
