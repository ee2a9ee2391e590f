import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { can } from '../../../core/permissions.ts'
import { isId, newId } from '../../../db/ids.ts'
import { pageOf, readCursor, writeCursor } from '../../../db/paging.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { methodRoutes } from './method.routes.ts'
import { findHouse } from './pools.queries.ts'
import { countDue, findRun, listLines, listRuns } from './runs.queries.ts'
import { type Reader, runsView, runView } from './runs.views.ts'
import { valueAllAnew } from './starting.commands.ts'

const strict = { additionalProperties: false }
const id = Type.String({ format: 'uuid' })
const cursor = Type.Optional(Type.String({ maxLength: 1000 }))
const csrf = Type.Optional(Type.String({ maxLength: 200 }))
const view = { permission: 'item.cost' } as const
const approve = { permission: 'stock.approve' } as const

/** What was valued anew. */
export const valuingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  await app.register(methodRoutes, deps)

  const listQuery = Type.Object({ before: cursor }, strict)
  app.get('/stock/valuing', { schema: { querystring: listQuery }, config: view }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const [at = '', last = ''] = readCursor(request.query.before, 2) ?? []
    const before = Number.isNaN(Date.parse(at)) || !isId(last) ? undefined : { at, id: last }
    const [found, house, due] = await inBusiness(db, businessId, (tx) =>
      together([listRuns(tx, businessId, before), findHouse(tx, businessId), countDue(tx, businessId)]),
    )
    const { rows, hasMore } = pageOf(found)
    const end = rows.at(-1)
    const pager = {
      shown: reply.t('shell.shown', { count: rows.length }),
      laterHref: before ? '/stock/valuing' : '',
      earlierHref: end && hasMore ? `/stock/valuing?before=${writeCursor([end.at.toISOString(), end.id])}` : '',
    }
    const may = {
      newId: can(business.role, 'stock.approve') ? newId() : '',
      mayChange: can(business.role, 'settings.edit'),
    }
    return reply.page(
      'stock/valuing',
      runsView(readerOf(request, reply), rows, { method: house.method, due, ...may, pager }),
    )
  })

  const nowBody = Type.Object({ _csrf: csrf, id }, strict)
  app.post('/stock/valuing', { schema: { body: nowBody }, config: approve }, async (request, reply) => {
    const { businessId } = acting(request)
    const asked = { id: request.body.id, because: 'byHand' } as const
    await inBusiness(db, businessId, (tx) => valueAllAnew(tx, businessId, asked, actorOf(request, clock)))
    return goTo(reply, `/jobs/${asked.id}`)
  })

  const params = Type.Object({ id }, strict)
  const linesQuery = Type.Object({ after: cursor }, strict)
  app.get(
    '/stock/valuing/:id',
    { schema: { params, querystring: linesQuery }, config: view },
    async (request, reply) => {
      const { businessId } = acting(request)
      const [itemId = '', moveId = ''] = readCursor(request.query.after, 2) ?? []
      const after = isId(itemId) && isId(moveId) ? { itemId, moveId } : undefined
      const [run, found] = await inBusiness(db, businessId, (tx) =>
        together([findRun(tx, businessId, request.params.id), listLines(tx, businessId, request.params.id, after)]),
      )
      const { rows, hasMore } = pageOf(found)
      const end = rows.at(-1)
      const next = end && hasMore ? `/stock/valuing/${run.id}?after=${writeCursor([end.itemId, end.moveId])}` : ''
      return reply.page('stock/valued', runView(readerOf(request, reply), run, rows, next))
    },
  )
}

function readerOf(request: FastifyRequest, reply: FastifyReply): Reader {
  return { t: reply.t, locale: request.locale, zone: acting(request).business.zone }
}
