import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { Refusal } from '../../../core/errors.ts'
import { canManage } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting } from '../../../web/permissions.ts'
import { isWordKey } from '../../../words/index.ts'
import { chiefOf, readerOf } from '../people.request.ts'
import { linkView } from '../people.views.ts'
import { invite, revokeInvitation } from './invitations.commands.ts'
import { type NewInvitation, parseInvitation } from './invitations.form.ts'
import { listOpenInvitations } from './invitations.queries.ts'
import { invitationsView, inviteView } from './invitations.views.ts'
import { joinRoutes } from './join.routes.ts'

const text = Type.String({ maxLength: 300 })
const inviteBody = Type.Object({ name: text, email: text, role: text }, { additionalProperties: false })
const params = Type.Object({ tokenHash: Type.String({ pattern: '^[\\w-]{43}$' }) })
const config = { permission: 'people.manage' } as const

/** Asking people in, by a link that is shown once. */
export const invitationRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { config: settings, db, clock } = deps
  await app.register(joinRoutes, deps)

  app.get('/people/invitations', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const rows = await inBusiness(db, businessId, (tx) => listOpenInvitations(tx, businessId, clock()))
    return reply.page('people/invitations', invitationsView(readerOf(request, reply), rows))
  })

  app.get('/people/invitations/new', { config }, async (request, reply) =>
    reply.page('people/invite', inviteView(readerOf(request, reply), { values: { role: 'cashier' }, errors: {} })),
  )

  app.post('/people/invitations', { schema: { body: inviteBody }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const by = chiefOf(request, clock)
    const again = (errors: Typed['errors']) =>
      reply.code(422).page('people/invite', inviteView(readerOf(request, reply), { values: request.body, errors }))
    const parsed = parseInvitation(request.body)
    if (!parsed.ok) return again(parsed.errors)
    if (!canManage(by.role, parsed.value.role)) throw new Refusal('people.refusal.owner', {}, 403)
    const made = await inBusiness(db, businessId, (tx) => invite(tx, businessId, parsed.value, by)).catch(orRefusal)
    if (made instanceof Refusal) return again({ email: isWordKey(made.key) ? { key: made.key } : undefined })
    return showLink(parsed.value, business.name, `${settings.publicUrl}/invitations/${made}`)

    function showLink({ name }: NewInvitation, shop: string, link: string) {
      const words = {
        title: reply.t('people.invite.made', { name }),
        note: reply.t('people.invite.note'),
        message: reply.t('people.invite.message', { name, business: shop, link }),
        back: { href: '/people/invitations', text: reply.t('people.invitations') },
      }
      return reply.header('referrer-policy', 'no-referrer').page('people/link', linkView(words, link))
    }
  })

  app.post('/people/invitations/:tokenHash/revocation', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { tokenHash } = request.params
    await inBusiness(db, businessId, (tx) => revokeInvitation(tx, businessId, tokenHash, chiefOf(request, clock)))
    request.session.flash = { key: 'people.invitations.revoked' }
    return goTo(reply, '/people/invitations')
  })
}

/** Someone who works here already is an error of the form, not a page of its own. */
function orRefusal(error: unknown): Refusal {
  if (error instanceof Refusal && error.status === 422) return error
  throw error
}
