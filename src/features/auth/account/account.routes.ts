import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { goTo } from '../../../web/htmx.ts'
import { actorOf, whoOf } from '../../../web/permissions.ts'
import type { Who } from '../../../web/who.ts'
import { translator } from '../../../words/index.ts'
import { createKeeper } from '../lucia.ts'
import { newPasswordFaults } from '../new-password.ts'
import { startSession } from '../start-session.ts'
import { changePassword, changeProfile, endOtherSessions, endSession } from './account.commands.ts'
import { parseProfile } from './account.form.ts'
import { accountView, passwordView, type SessionRow, sessionsView } from './account.views.ts'
import { keysRoutes } from './keys.routes.ts'
import { recognisePassword } from './old-password.ts'

const strict = { additionalProperties: false }
const text = Type.String({ maxLength: 300 })
const profileBody = Type.Object({ name: text, locale: text, theme: text }, strict)
const passwordBody = Type.Object({ old: text, password: text, again: text }, strict)
const sessionParams = Type.Object({ sessionId: Type.String({ pattern: '^[\\w-]{43}$' }) })
const config = { permission: 'signed-in' } as const

/** A person's own page: name, language, colours, password, and where they are signed in. */
export const accountRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(profileRoutes, deps)
  await app.register(passwordRoutes, deps)
  await app.register(keysRoutes, deps)
  await app.register(sessionRoutes, deps)
}

const profileRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/account', { config }, async (request, reply) => {
    const { email, userName: name, locale, theme } = whoOf(request)
    return reply.page('auth/account', accountView(reply.t, email, { values: { name, locale, theme }, errors: {} }))
  })

  app.post('/account', { schema: { body: profileBody }, config }, async (request, reply) => {
    const { email, userName: name, locale, theme, business } = whoOf(request)
    const parsed = parseProfile(request.body)
    if (!parsed.ok) {
      const typed = { values: request.body, errors: parsed.errors }
      return reply.code(422).page('auth/account', accountView(reply.t, email, typed))
    }
    await changeProfile(db, business?.id, { name, locale, theme }, parsed.value, actorOf(request, clock))
    request.session.flash = { key: 'auth.account.saved' }
    return goTo(reply, '/account')
  })
}

const passwordRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/account/password', { config }, async (request, reply) =>
    reply.page('auth/password', passwordView(reply.t, whoOf(request).email, {})),
  )

  app.post('/account/password', { schema: { body: passwordBody }, config }, async (request, reply) => {
    const who = whoOf(request)
    const faults = newPasswordFaults(request.body, knownOf(who))
    const found = await recognisePassword(db, who, request.body.old, request.ip, clock())
    if (found.kind === 'wait') reply.header('retry-after', String(found.seconds))
    const errors = found.kind === 'known' ? faults : { ...faults, old: found.said }
    if (Object.keys(errors).length > 0) {
      const status = found.kind === 'wait' ? 429 : 422
      return reply.code(status).page('auth/password', passwordView(reply.t, who.email, errors))
    }
    await changePassword(db, who.business?.id, request.body.password, actorOf(request, clock))
    await startSession(request, who.userId, who.business?.id)
    request.session.flash = { key: 'auth.password.changed' }
    return goTo(reply, '/account/password')
  })
}

const knownOf = ({ userName, email, business }: Who): string[] => [userName, email, business?.name ?? '']

const sessionRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const keeper = createKeeper(db, clock)

  app.get('/account/sessions', { config }, async (request, reply) => {
    const { userId, sessionId, business, locale } = whoOf(request)
    const sessions = await keeper.getUserSessions(userId)
    const rows: SessionRow[] = sessions.map(({ id, origin, seenAt }) => ({ id, ...origin, seenAt }))
    const reader = { t: translator(locale), locale, zone: business?.zone ?? 'Asia/Kolkata' }
    return reply.page('auth/sessions', sessionsView(reader, rows, sessionId))
  })

  app.post(
    '/account/sessions/:sessionId/end',
    { schema: { params: sessionParams }, config },
    async (request, reply) => {
      const { userId, sessionId } = whoOf(request)
      if (request.params.sessionId === sessionId) throw new NotFound('this session is ended by signing out')
      await endSession(db, userId, request.params.sessionId)
      request.session.flash = { key: 'auth.sessions.ended' }
      return goTo(reply, '/account/sessions')
    },
  )

  app.post('/account/sessions/end-others', { config }, async (request, reply) => {
    const { userId, sessionId } = whoOf(request)
    const count = await endOtherSessions(db, userId, sessionId)
    request.session.flash = { key: 'auth.sessions.endedOthers', values: { count } }
    return goTo(reply, '/account/sessions')
  })
}
