import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../app.ts'
import { isRole, roles } from '../../core/permissions.ts'
import { inBusiness } from '../../db/tenant.ts'
import { goTo } from '../../web/htmx.ts'
import { acting } from '../../web/permissions.ts'
import { invitationRoutes } from './invitations/invitations.routes.ts'
import { changeRole, endMembership, makeMemberReset } from './people.commands.ts'
import { findMember, listMembers } from './people.queries.ts'
import { chiefOf, readerOf } from './people.request.ts'
import { linkView, peopleView, personView } from './people.views.ts'

const strict = { additionalProperties: false }
const params = Type.Object({ userId: Type.String({ format: 'uuid' }) })
const roleBody = Type.Object({ role: Type.Union(roles.map((role) => Type.Literal(role))) }, strict)
const manage = { permission: 'people.manage' } as const

/** The people of the business. */
export const peopleRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(readRoutes, deps)
  await app.register(changeRoutes, deps)
  await app.register(invitationRoutes, deps)
}

const readRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db }) => {
  app.get('/people', { config: { permission: 'people.view' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listMembers(tx, businessId))
    return reply.page('people/list', peopleView(readerOf(request, reply), rows))
  })

  app.get('/people/:userId', { schema: { params }, config: { permission: 'people.view' } }, async (request, reply) => {
    const { businessId } = acting(request)
    const row = await inBusiness(db, businessId, (tx) => findMember(tx, businessId, request.params.userId))
    return reply.page('people/show', personView(readerOf(request, reply), row))
  })
}

const changeRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { config, db, clock }) => {
  app.post('/people/:userId/role', { schema: { params, body: roleBody }, config: manage }, async (request, reply) => {
    const { businessId } = acting(request)
    const { role } = request.body
    if (!isRole(role)) throw new Error('the schema let another role through')
    const { name } = await inBusiness(db, businessId, (tx) =>
      changeRole(tx, businessId, request.params.userId, role, chiefOf(request, clock)),
    )
    request.session.flash = { key: 'people.changed', values: { name } }
    return goTo(reply, '/people')
  })

  app.post('/people/:userId/end', { schema: { params }, config: manage }, async (request, reply) => {
    const { businessId } = acting(request)
    const { name } = await inBusiness(db, businessId, (tx) =>
      endMembership(tx, businessId, request.params.userId, chiefOf(request, clock)),
    )
    request.session.flash = { key: 'people.left', values: { name } }
    return goTo(reply, '/people')
  })

  app.post('/people/:userId/reset-link', { schema: { params }, config: manage }, async (request, reply) => {
    const { businessId } = acting(request)
    const { userId } = request.params
    const [token, { name }] = await inBusiness(
      db,
      businessId,
      async (tx) =>
        [
          await makeMemberReset(tx, businessId, userId, chiefOf(request, clock)),
          await findMember(tx, businessId, userId),
        ] as const,
    )
    const { t } = reply
    const link = `${config.publicUrl}/reset/${token}`
    const words = {
      title: t('people.reset.title', { name }),
      note: t('people.reset.note'),
      message: t('people.reset.message', { name, link }),
      back: { href: `/people/${userId}`, text: name },
    }
    return reply.header('referrer-policy', 'no-referrer').page('people/link', linkView(words, link))
  })
}
