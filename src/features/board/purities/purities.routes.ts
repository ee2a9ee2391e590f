import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { newId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import type { FieldErrors } from '../../../words/parsed.ts'
import { readerOf } from '../board.request.ts'
import { canEdit as config, formId, purityParams as params, strict, text } from '../board.schema.ts'
import { purityName } from '../board.views.ts'
import {
  archivePurity,
  bringBackPurity,
  changePurity,
  createPurities,
  createPurity,
  movePurity,
} from './purities.commands.ts'
import { parsePurity } from './purities.form.ts'
import { findPurity, listPurities, type PurityRow } from './purities.queries.ts'
import { puritiesView, purityFormView, valuesOf } from './purities.views.ts'

const facts = { name: text(40), fineness: text(10), hallmarked: text(3), onBoard: text(3) }
const newBody = Type.Object({ id: formId, metal: text(10), ...facts }, strict)
const body = Type.Object(facts, strict)
const moveBody = Type.Object({ direction: Type.Enum(['up', 'down'] as const) }, strict)

export const puritiesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const showNew = (reply: FastifyReply, values: Record<string, string>, errors: FieldErrors, id: string) =>
    reply.page('board/purity-form', purityFormView(reply, { values, errors }, { id }))

  const find = (request: FastifyRequest, id: string): Promise<PurityRow> => {
    const { businessId } = acting(request)
    return inBusiness(db, businessId, (tx) => findPurity(tx, businessId, id))
  }

  app.get('/board-rates/purities', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listPurities(tx, businessId))
    return reply.page('board/purities', puritiesView(readerOf(request, reply, clock), rows))
  })

  app.get('/board-rates/purities/new', { config }, (_request, reply) =>
    showNew(reply, { metal: 'gold', hallmarked: 'yes', onBoard: 'yes' }, {}, newId()),
  )

  app.post('/board-rates/purities', { schema: { body: newBody }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id, ...typed } = request.body
    const parsed = parsePurity(typed)
    if (!parsed.ok) return showNew(reply.code(422), typed, parsed.errors, id)
    const made = { id, ...parsed.value }
    try {
      await inBusiness(db, businessId, (tx) => createPurity(tx, businessId, made, actorOf(request, clock)))
    } catch (error) {
      return showNew(reply.code(422), typed, atName(error), id)
    }
    return saved(request, reply, made)
  })

  app.post('/board-rates/purities/standard', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) => createPurities(tx, businessId))
    return goTo(reply, '/board-rates/purities')
  })

  app.get('/board-rates/purities/:purityId/edit', { schema: { params }, config }, async (request, reply) => {
    const purity = await find(request, request.params.purityId)
    return reply.page('board/purity-form', purityFormView(reply, { values: valuesOf(purity), errors: {} }, { purity }))
  })

  app.post('/board-rates/purities/:purityId/edit', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const purity = await find(request, request.params.purityId)
    const again = (errors: FieldErrors) =>
      reply.code(422).page('board/purity-form', purityFormView(reply, { values: request.body, errors }, { purity }))
    const parsed = parsePurity({ ...request.body, metal: purity.metal })
    if (!parsed.ok) return again(parsed.errors)
    const changed = { id: purity.id, ...parsed.value }
    try {
      await inBusiness(db, businessId, (tx) => changePurity(tx, businessId, changed, actorOf(request, clock)))
    } catch (error) {
      return again(atName(error))
    }
    return saved(request, reply, changed)
  })

  await app.register(keepingRoutes, { db, clock })
}

/** Where a purity stands, and whether it is still sold in. */
const keepingRoutes: FastifyPluginAsyncTypebox<Pick<Deps, 'db' | 'clock'>> = async (app, { db, clock }) => {
  app.post(
    '/board-rates/purities/:purityId/move',
    { schema: { params, body: moveBody }, config },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { purityId } = request.params
      await inBusiness(db, businessId, (tx) => movePurity(tx, businessId, purityId, request.body.direction))
      return goTo(reply, '/board-rates/purities')
    },
  )

  app.post('/board-rates/purities/:purityId/archive', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { purityId } = request.params
    const purity = await inBusiness(db, businessId, (tx) =>
      archivePurity(tx, businessId, purityId, actorOf(request, clock)),
    )
    request.session.flash = { key: 'board.archived', values: { name: purityName(reply.t, purity) } }
    return goTo(reply, '/board-rates/purities')
  })

  app.post('/board-rates/purities/:purityId/bring-back', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { purityId } = request.params
    const purity = await inBusiness(db, businessId, (tx) =>
      bringBackPurity(tx, businessId, purityId, actorOf(request, clock)),
    )
    return saved(request, reply, purity)
  })
}

function saved(request: FastifyRequest, reply: FastifyReply, purity: Pick<PurityRow, 'metal' | 'name'>): FastifyReply {
  request.session.flash = { key: 'board.purity.saved', values: { name: purityName(reply.t, purity) } }
  return goTo(reply, '/board-rates/purities')
}

/** What a rule says of a purity is said at its name; anything else is thrown on. */
function atName(error: unknown): FieldErrors {
  if (!(error instanceof Refusal) || !isWordKey(error.key) || error.status === 409) throw error
  return { name: { key: error.key, values: error.values } }
}
