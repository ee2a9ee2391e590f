import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../app.ts'
import { Refusal } from '../../core/errors.ts'
import { parseRupees, zero } from '../../core/money.ts'
import { can } from '../../core/permissions.ts'
import { isId, newId } from '../../db/ids.ts'
import { readCursor } from '../../db/paging.ts'
import { inBusiness } from '../../db/tenant.ts'
import { together } from '../../db/together.ts'
import { goTo } from '../../web/htmx.ts'
import { acting, actorOf } from '../../web/permissions.ts'
import { isWordKey } from '../../words/index.ts'
import type { FieldErrors } from '../../words/parsed.ts'
import { closingRoutes } from './closing/closing.routes.ts'
import { managingRoutes } from './managing/managing.routes.ts'
import { pinRoutes } from './pin/pin.routes.ts'
import { slipRoutes } from './slip/slip.routes.ts'
import { openTill } from './tills.commands.ts'
import { cashOfShop, countsBlind, findTill, listSessions, listTills } from './tills.queries.ts'
import { readerOf, refuseOthersTill, seeTills } from './tills.request.ts'
import { openingView, tillsView } from './tills.views.ts'

const strict = { additionalProperties: false }
const query = Type.Object({ after: Type.Optional(Type.String({ maxLength: 300 })) }, strict)
const params = Type.Object({ tillId: Type.String({ format: 'uuid' }) })
const openingBody = Type.Object(
  { id: Type.String({ format: 'uuid' }), added: Type.String({ maxLength: 30, default: '' }) },
  strict,
)
const use = { permission: 'till.use' } as const
/** Tills: who opened which, what should lie in them, and the day's close. */
export const tillsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(listRoutes, deps)
  await app.register(openingRoutes, deps)
  await app.register(closingRoutes, deps)
  await app.register(slipRoutes, deps)
  await app.register(managingRoutes, deps)
  await app.register(pinRoutes, deps)
}

const listRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/tills', { schema: { querystring: query }, config: seeTills }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const hereId = await request.seat()
    const mayUseAll = can(business.role, 'till.view')
    const after = readPlace(request.query.after)
    const [tills, sessions, cash, isBlind] = await inBusiness(db, businessId, (tx) =>
      together([
        listTills(tx, businessId),
        listSessions(tx, businessId, { tillId: mayUseAll ? undefined : (hereId ?? newId()), after }),
        mayUseAll ? cashOfShop(tx, businessId) : undefined,
        countsBlind(tx, businessId),
      ]),
    )
    const shown = {
      tills,
      sessions,
      hereId,
      cashOfShop: cash,
      hidesCash: isBlind && !mayUseAll,
      mayUse: can(business.role, 'till.use'),
      mayUseAll,
      mayManage: can(business.role, 'settings.edit'),
      isFirstPage: after === undefined,
    }
    return reply.page('tills/list', tillsView(readerOf(request, reply), shown))
  })

  app.post('/tills/:tillId/here', { schema: { params }, config: use }, async (request, reply) => {
    const { businessId } = acting(request)
    const till = await inBusiness(db, businessId, (tx) => findTill(tx, businessId, request.params.tillId))
    reply.sitDown({ businessId, id: till.id })
    request.session.flash = { key: 'tills.seated', values: { till: till.name } }
    return goTo(reply, '/tills')
  })
}

function readPlace(after: string | undefined): readonly string[] | undefined {
  const key = readCursor(after, 2)
  const [at = '', id = ''] = key ?? []
  return isId(id) && !Number.isNaN(Date.parse(at)) ? key : undefined
}

const openingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const formOf = async (request: FastifyRequest, reply: FastifyReply, tillId: string, typed: Form) => {
    const { businessId } = acting(request)
    await refuseOthersTill(request, tillId)
    const till = await inBusiness(db, businessId, (tx) => findTill(tx, businessId, tillId))
    return reply.page('tills/open', openingView(reply.t, till, typed.id, typed))
  }

  app.get('/tills/:tillId/open', { schema: { params }, config: use }, (request, reply) =>
    formOf(request, reply, request.params.tillId, { id: newId(), values: {}, errors: {} }),
  )

  app.post('/tills/:tillId/open', { schema: { params, body: openingBody }, config: use }, async (request, reply) => {
    const { businessId } = acting(request)
    const { tillId } = request.params
    const { id, added: typed } = request.body
    await refuseOthersTill(request, tillId)
    const again = (errors: FieldErrors, status: number) =>
      formOf(request, reply.code(status), tillId, { id, values: { added: typed }, errors })
    const added = typed.trim() === '' ? zero : parseRupees(typed)
    if (added === undefined) return again({ added: { key: 'fields.amount' } }, 422)
    if (added < 0n) return again({ added: { key: 'fields.amount.notNegative' } }, 422)
    try {
      await inBusiness(db, businessId, (tx) => openTill(tx, businessId, { id, tillId, added }, actorOf(request, clock)))
    } catch (error) {
      if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
      return again({ added: { key: error.key, values: error.values } }, error.status)
    }
    request.session.flash = { key: 'tills.opened' }
    return goTo(reply, '/tills')
  })
}

interface Form {
  id: string
  values: Record<string, string>
  errors: FieldErrors
}
