import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { enterBusiness } from '../entry.commands.ts'
import { startSession } from '../start-session.ts'
import { hasUsers, listBusinessesOf, type UserRow } from '../users.queries.ts'
import { returnPath } from './return-path.ts'
import { recognise } from './sign-in.commands.ts'
import { signInView } from './sign-in.views.ts'

const strict = { additionalProperties: false }
const to = Type.Optional(Type.String({ maxLength: 2000 }))
const query = Type.Object({ to, done: Type.Optional(Type.Literal('password')) }, strict)
const body = Type.Object(
  { email: Type.String({ maxLength: 300 }), password: Type.String({ maxLength: 300 }), to },
  strict,
)
type Sent = { email: string; to?: string }

export const signInRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { config, db, clock }) => {
  const show = (reply: FastifyReply, wanted: string, typed: Typed = { values: {}, errors: {} }, notice = '') =>
    reply.page(
      'auth/sign-in',
      signInView(reply.t, typed, { to: returnPath(wanted), notice, isDemo: config.isDemo }),
      '/layouts/plain',
    )

  app.get('/sign-in', { schema: { querystring: query }, config: { permission: 'open' } }, async (request, reply) => {
    if (request.whoIfAny) return reply.redirect(returnPath(request.query.to), 303)
    if (!(await hasUsers(db))) return reply.redirect('/setup', 303)
    const notice = request.query.done === 'password' ? reply.t('auth.reset.done') : ''
    return show(reply, request.query.to ?? '', undefined, notice)
  })

  app.post('/sign-in', { schema: { body }, config: { permission: 'open' } }, async (request, reply) => {
    const sent = request.body
    const found = await recognise(db, { ...sent, address: request.ip }, clock())
    if (found.kind === 'known') return enter(request, reply, found.user, returnPath(sent.to))
    if (found.kind === 'wrong') return show(reply.code(422), sent.to ?? '', again(sent, { key: 'auth.signIn.wrong' }))
    reply.code(429).header('retry-after', String(found.seconds))
    const values = { seconds: found.seconds }
    return show(reply, sent.to ?? '', again(sent, { key: 'auth.signIn.tooMany', values }))
  })

  app.post('/sign-out', { config: { permission: 'signed-in' } }, async (_request, reply) => {
    await reply.endSession()
    return goTo(reply.header('clear-site-data', '"cookies", "storage"'), '/sign-in')
  })

  /** Into the only business, or the one entered last; whoever never entered any of several chooses. */
  async function enter(request: FastifyRequest, reply: FastifyReply, user: UserRow, path: string) {
    const businesses = await listBusinessesOf(db, user.id)
    const [last] = businesses
    const business = last && (businesses.length === 1 || last.entered_at) ? last : undefined
    if (business) await enterBusiness(db, business.id, { userId: user.id, name: user.name, at: clock() })
    await startSession(request, user.id, business?.id)
    // A page that needs a business sends on to the choice by itself.
    return goTo(reply, business || path !== '/' ? path : '/businesses')
  }
}

const again = ({ email }: Sent, error: NonNullable<Typed['errors'][string]>): Typed => ({
  values: { email },
  errors: { email: error },
})
