import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey, type Said } from '../../../words/index.ts'
import { look } from '../entering/entering.look.ts'
import { lookingOf, showEntry } from '../entering/entering.page.ts'
import { entryBody, multipartOptions, sentIn } from '../entering/entering.schema.ts'
import { keptInTemplate } from '../entering/entering.typed.ts'
import { deleteTemplate, listTemplates, renameTemplate, saveTemplate } from './templates.commands.ts'
import { templatesView } from './templates.views.ts'

const params = Type.Object({ id: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const nameBody = Type.Object({ name: Type.String({ maxLength: 60, default: '' }) }, { additionalProperties: false })
const view = { permission: 'books.view' } as const
const edit = { permission: 'books.post' } as const

/** Entries that are made often, to be filled in again. */
export const templatesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps

  const show = async (
    request: FastifyRequest,
    reply: FastifyReply,
    wrong?: { id: string; name: string; said: Said },
  ) => {
    const { business, businessId } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listTemplates(tx, businessId))
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.page(
      'vouchers/templates',
      templatesView(reader, rows, { canEdit: can(business.role, 'books.post'), wrong }),
    )
  }

  app.get('/vouchers/templates', { config: view }, (request, reply) => show(request, reply))

  app.post(
    '/vouchers/templates',
    { schema: { body: entryBody }, config: { ...edit, multipartOptions } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { typed } = sentIn(request.body)
      try {
        await inBusiness(db, businessId, async (tx) => {
          const { kind, filled } = await look(tx, businessId, { typed }, lookingOf(request, reply, deps))
          const template = { name: typed['template_name'] ?? '', form: kind, body: keptInTemplate(filled.typed) }
          await saveTemplate(tx, businessId, template, actorOf(request, clock))
        })
      } catch (error) {
        const said = saidOf(error)
        return showEntry(deps, request, reply.code(422), { typed, errors: { template_name: said } })
      }
      request.session.flash = { key: 'vouchers.template.saved' }
      return goTo(reply, '/vouchers/templates')
    },
  )

  app.post('/vouchers/templates/:id', { schema: { params, body: nameBody }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    const asked = { id: request.params.id, name: request.body.name }
    try {
      await inBusiness(db, businessId, (tx) => renameTemplate(tx, businessId, asked, actorOf(request, clock)))
    } catch (error) {
      return show(request, reply.code(422), { ...asked, said: saidOf(error) })
    }
    request.session.flash = { key: 'vouchers.template.saved' }
    return goTo(reply, '/vouchers/templates')
  })

  app.post('/vouchers/templates/:id/removal', { schema: { params }, config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) => deleteTemplate(tx, businessId, request.params.id, actorOf(request, clock)))
    request.session.flash = { key: 'vouchers.template.deleted' }
    return goTo(reply, '/vouchers/templates')
  })
}

function saidOf(error: unknown): Said {
  if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
  return { key: error.key, values: error.values }
}
