import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { isDate, todayIn } from '../../../core/dates.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { isId, newId } from '../../../db/ids.ts'
import { readCursor, writeCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { showDate } from '../../../words/format.ts'
import { listOpenGroups } from '../groups/groups.of-party.ts'
import {
  afterQuery,
  editPrices as config,
  idParams as params,
  seePrices,
  strict,
  text,
  uuid,
} from '../price-lists.schema.ts'
import { priceTabs } from '../price-lists.tabs.ts'
import { changeList, createList, endList } from './lists.commands.ts'
import { parseList } from './lists.form.ts'
import { findList, listLists } from './lists.queries.ts'
import { listFormView, listsView, typedOf } from './lists.views.ts'
import { showingRoutes } from './showing.routes.ts'

const url = '/price-lists'
const fields = { name: text(400), group: text(40), from: text(40), to: text(40) }
const newBody = Type.Object({ id: uuid, copy: text(40), ...fields }, strict)
const body = Type.Object(fields, strict)
const newQuery = Type.Object({ copy: text(40) }, strict)

/** Price lists: for whom, from when until when, and what they ask for which item from which quantity on. */
export const listsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(formRoutes, deps)
  await app.register(showingRoutes, deps)
  const today = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)

  app.get(url, { schema: { querystring: afterQuery }, config: seePrices }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { after } = request.query
    const page = await inBusiness(db, businessId, (tx) => listLists(tx, businessId, keyOf(after)))
    const last = page.rows.at(-1)
    const pager = {
      laterHref: after ? url : '',
      earlierHref: page.hasMore && last ? `${url}?after=${writeCursor([last.fromOn, last.id])}` : '',
    }
    const reader = { t: reply.t, locale: request.locale, today: today(request) }
    const tabs = priceTabs(reply.t, business.role, url)
    const canEdit = can(business.role, 'price.edit')
    return reply.page('price-lists/list', listsView(reader, page.rows, { tabs, pager, canEdit }))
  })

  app.post(`${url}/:id/end`, { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const ended = { id: request.params.id, today: today(request) }
    const last = await inBusiness(db, businessId, (tx) => endList(tx, businessId, ended, actorOf(request, clock)))
    request.session.flash = { key: 'prices.ended', values: { date: showDate(request.locale, last) } }
    return goTo(reply, `${url}/${ended.id}`)
  })
}

const formRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const today = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)

  app.get(`${url}/new`, { schema: { querystring: newQuery }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { copy } = request.query
    const copied = isId(copy) ? await inBusiness(db, businessId, (tx) => findList(tx, businessId, copy)) : undefined
    const values = copied
      ? { ...typedOf(copied), name: reply.t('prices.copyOf', { name: copied.name }), from: 'today', to: '' }
      : { from: 'today' }
    return form(db, request, reply, { values, errors: {} }, { id: newId(), copy: copied?.id ?? '' })
  })

  app.post(url, { schema: { body: newBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, copy, ...typed } = request.body
    const again = (errors: Typed['errors']) =>
      form(db, request, reply.code(422), { values: typed, errors }, { id, copy })
    const parsed = parseList(typed, today(request))
    if (!parsed.ok) return again(parsed.errors)
    const list = { id, ...parsed.value, copyOf: isId(copy) ? copy : undefined }
    const wrong = await groupRefused(
      inBusiness(db, businessId, async (tx) => {
        if (list.copyOf) await findList(tx, businessId, list.copyOf)
        await createList(tx, businessId, list, actorOf(request, clock))
      }),
    )
    return wrong ? again(wrong) : goTo(reply, `${url}/${id}`)
  })

  app.get(`${url}/:id/edit`, { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const list = await inBusiness(db, businessId, (tx) => findList(tx, businessId, request.params.id))
    return form(db, request, reply, { values: typedOf(list), errors: {} }, { list })
  })

  app.post(`${url}/:id`, { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const list = await inBusiness(db, businessId, (tx) => findList(tx, businessId, id))
    const again = (errors: Typed['errors']) =>
      form(db, request, reply.code(422), { values: request.body, errors }, { list })
    const parsed = parseList(request.body, today(request))
    if (!parsed.ok) return again(parsed.errors)
    const wrong = await groupRefused(
      inBusiness(db, businessId, (tx) => changeList(tx, businessId, { id, ...parsed.value }, actorOf(request, clock))),
    )
    if (wrong) return again(wrong)
    request.session.flash = { key: 'shell.saved' }
    return goTo(reply, `${url}/${id}`)
  })
}

async function form(
  db: Deps['db'],
  request: FastifyRequest,
  reply: FastifyReply,
  typed: Typed,
  of: { id: string; copy: string } | { list: { id: string; name: string } },
) {
  const { businessId } = acting(request)
  const groups = await inBusiness(db, businessId, (tx) => listOpenGroups(tx, businessId))
  return reply.page('price-lists/form', listFormView(reply.t, typed, groups, of))
}

function keyOf(after: string): [string, string] | undefined {
  const [fromOn, id] = readCursor(after, 2) ?? []
  return fromOn !== undefined && isDate(fromOn) && id !== undefined && isId(id) ? [fromOn, id] : undefined
}

/** A group that went meanwhile is told at its field. */
async function groupRefused(work: Promise<void>): Promise<Typed['errors'] | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (!(error instanceof Refusal) || error.key !== 'fields.choose') throw error
    return { group: { key: 'fields.choose' } }
  }
}
