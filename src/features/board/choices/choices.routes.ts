import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { readerOf } from '../board.request.ts'
import { canEdit as config, strict, text } from '../board.schema.ts'
import { findChoices } from '../rates.queries.ts'
import { changeChoices } from './choices.commands.ts'
import { parseChoices, typedOf } from './choices.form.ts'
import { choicesView } from './choices.views.ts'

const body = Type.Object(
  { grams: text(2), way: text(8), percent: text(10), amount: text(20), showsBuy: text(3) },
  strict,
)

export const choicesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/board-rates/settings', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const choices = await inBusiness(db, businessId, (tx) => findChoices(tx, businessId))
    const typed = { values: typedOf(choices), errors: {} }
    return reply.page('board/settings', choicesView(readerOf(request, reply, clock), typed))
  })

  app.post('/board-rates/settings', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const parsed = parseChoices(request.body)
    if (!parsed.ok) {
      const typed = { values: request.body, errors: parsed.errors }
      return reply.code(422).page('board/settings', choicesView(readerOf(request, reply, clock), typed))
    }
    await inBusiness(db, businessId, (tx) => changeChoices(tx, businessId, parsed.value, actorOf(request, clock)))
    request.session.flash = { key: 'board.settings.saved' }
    return goTo(reply, '/board-rates/settings')
  })
}
