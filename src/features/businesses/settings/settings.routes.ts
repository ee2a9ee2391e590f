import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { findBusiness } from '../businesses.queries.ts'
import { logoUrl } from '../logo/logo.urls.ts'
import { changeBusiness } from './settings.commands.ts'
import { isSection, parseSection, type Section } from './settings.form.ts'
import { sectionView, valuesOf } from './settings.views.ts'

const params = Type.Object({ section: Type.String({ maxLength: 20 }) })
/** Every group is a handful of short texts; which of them count is the group's own matter. */
const sectionBody = Type.Record(Type.String({ pattern: '^[a-z_]{2,20}$' }), Type.String({ maxLength: 1000 }), {
  maxProperties: 12,
  additionalProperties: false,
})

export const settingsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, section: Section, typed?: Typed) => {
    const { businessId, business } = acting(request)
    const row = await inBusiness(db, businessId, (tx) => findBusiness(tx, businessId))
    const logo = section === 'shop' ? { url: logoUrl(row.logo_sha256), error: '' } : undefined
    const canEdit = can(business.role, 'settings.edit')
    return reply.page(
      'settings/section',
      sectionView(reply.t, section, typed ?? { values: valuesOf(row), errors: {} }, { canEdit, logo }),
    )
  }

  app.get('/settings', { config: { permission: 'settings.view' } }, (request, reply) => show(request, reply, 'shop'))

  app.get('/settings/:section', { schema: { params }, config: { permission: 'settings.view' } }, (request, reply) =>
    show(request, reply, sectionOf(request.params.section)),
  )

  app.post(
    '/settings/:section',
    { schema: { params, body: sectionBody }, config: { permission: 'settings.edit' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const section = sectionOf(request.params.section)
      const parsed = await inBusiness(db, businessId, async (tx) => {
        const read = parseSection(section, request.body, await findBusiness(tx, businessId))
        if (read.ok) await changeBusiness(tx, businessId, read.value, actorOf(request, clock))
        return read
      })
      if (!parsed.ok) return show(request, reply.code(422), section, { values: request.body, errors: parsed.errors })
      request.session.flash = { key: 'settings.saved' }
      return goTo(reply, `/settings/${section}`)
    },
  )
}

function sectionOf(text: string): Section {
  if (!isSection(text)) throw new NotFound(`no settings ${text}`)
  return text
}
