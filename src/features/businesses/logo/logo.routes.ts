import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { findBusiness } from '../businesses.queries.ts'
import { sectionView, valuesOf } from '../settings/settings.views.ts'
import { findPicture, removeLogo, setLogo } from './logo.commands.ts'
import { logoUrl } from './logo.urls.ts'

const params = Type.Object({ sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) })
// It stands on papers, so everyone of the shop may see it.
const see = { permission: 'dashboard.view' } as const
// The picture is looked at byte by byte (logo.commands.ts), and the form may hold none.
const upload = Type.Object({ logo: Type.Optional(Type.Unknown()) }, { additionalProperties: false })
const edit = { permission: 'settings.edit' } as const

export const logoRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/settings/logo/:sha256', { schema: { params }, config: see }, async (request, reply) => {
    const { businessId } = acting(request)
    const { mime, bytes } = await inBusiness(db, businessId, (tx) => findPicture(tx, businessId, request.params.sha256))
    return reply.type(mime).header('cache-control', 'private, max-age=31536000, immutable').send(bytes)
  })

  app.post(
    '/settings/logo',
    { schema: { body: upload }, bodyLimit: 1024 * 1024, config: edit },
    async (request, reply) => {
      const { businessId } = acting(request)
      try {
        await inBusiness(db, businessId, (tx) => setLogo(tx, businessId, pictureOf(request), actorOf(request, clock)))
      } catch (error) {
        if (!(error instanceof Refusal) || !isWordKey(error.key)) throw error
        const row = await inBusiness(db, businessId, (tx) => findBusiness(tx, businessId))
        const logo = { url: logoUrl(row.logo_sha256), error: reply.t(error.key) }
        const typed = { values: valuesOf(row), errors: { logo: { key: error.key } } }
        return reply.code(422).page('settings/section', sectionView(reply.t, 'shop', typed, { canEdit: true, logo }))
      }
      request.session.flash = { key: 'settings.saved' }
      return goTo(reply, '/settings/shop')
    },
  )

  app.post('/settings/logo/removal', { config: edit }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) => removeLogo(tx, businessId, actorOf(request, clock)))
    request.session.flash = { key: 'settings.saved' }
    return goTo(reply, '/settings/shop')
  })
}

/** The file that the form sent; nothing chosen is no picture. */
function pictureOf(request: FastifyRequest): Buffer {
  const body: unknown = request.body
  const sent = typeof body === 'object' && body !== null && 'logo' in body ? body.logo : undefined
  return Buffer.isBuffer(sent) ? sent : Buffer.alloc(0)
}
