import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { actorOf, whoOf } from '../../../web/permissions.ts'
import { enterBusiness, findUserIfAny, nameFault, newPasswordFaults, startSession } from '../../auth/index.ts'
import { join, joinAsNew } from './invitations.commands.ts'
import { findInvitationIfAny, type OpenedInvitation } from './invitations.queries.ts'
import { invitationEnded, invitationView } from './invitations.views.ts'

const text = Type.String({ maxLength: 300 })
const params = Type.Object({ token: Type.String({ maxLength: 100 }) })
const body = Type.Object({ name: text, password: text, again: text }, { additionalProperties: false })
const open = { permission: 'open' } as const
const plain = '/layouts/plain'

/** What happens behind the link: a new person chooses a password, a known one accepts. */
export const joinRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/invitations/:token', { schema: { params }, config: open }, async (request, reply) => {
    const { token } = request.params
    const invitation = await findInvitationIfAny(db, token, clock())
    if (!invitation) return ended(reply)
    return show(request, reply, invitation, token, { values: { name: invitation.name }, errors: {} })
  })

  app.post('/invitations/:token', { schema: { params, body }, config: open }, async (request, reply) => {
    const { token } = request.params
    const invitation = await findInvitationIfAny(db, token, clock())
    // Pressed twice: the first press has signed this browser in.
    if (!invitation) return goTo(reply, '/')
    const { email, business_id: businessId, business_name: business } = invitation
    const name = request.body.name.trim()
    const errors = faultsOf(request.body, [name, email, business])
    if (errors || (await findUserIfAny(db, email)))
      return show(request, reply.code(422), invitation, token, { values: { name }, errors: errors ?? {} })
    const person = { name, password: request.body.password, locale: request.locale }
    const userId = await joinAsNew(db, invitation, person, clock())
    if (userId === undefined) return goTo(reply, '/')
    await enterBusiness(db, businessId, { userId, name, at: clock() })
    await startSession(request, userId, businessId)
    return goTo(reply, '/')
  })

  const acceptance = { schema: { params }, config: { permission: 'signed-in' } } as const
  app.post('/invitations/:token/acceptance', acceptance, async (request, reply) => {
    const { token } = request.params
    const { email } = whoOf(request)
    const invitation = await findInvitationIfAny(db, token, clock())
    if (!invitation) return goTo(reply, '/')
    if (invitation.email !== email) return show(request, reply.code(403), invitation, token, { values: {}, errors: {} })
    const actor = { ...actorOf(request, clock), userId: whoOf(request).userId }
    if (await join(db, invitation, actor)) {
      await enterBusiness(db, invitation.business_id, actor)
      request.session.businessId = invitation.business_id
    }
    return goTo(reply, '/')
  })

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    invitation: OpenedInvitation,
    token: string,
    typed: Typed,
  ) {
    const hasUser = (await findUserIfAny(db, invitation.email)) !== undefined
    const view = invitationView(reply.t, invitation, { token, who: request.whoIfAny, hasUser, typed })
    return secret(reply).page('people/invitation', view, plain)
  }
}

function faultsOf(
  fields: { name: string; password: string; again: string },
  known: string[],
): Typed['errors'] | undefined {
  const name = nameFault(fields.name)
  const faults = { ...(name && { name }), ...newPasswordFaults(fields, known) }
  return Object.keys(faults).length > 0 ? faults : undefined
}

const ended = (reply: FastifyReply) =>
  secret(reply).code(404).page('people/invitation-ended', invitationEnded(reply.t), plain)

/** The address of the page is a key: no other page, not even ours, is told of it. */
const secret = (reply: FastifyReply): FastifyReply => reply.header('referrer-policy', 'no-referrer')
