import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { normaliseEmail } from '../../../core/email.ts'
import type { Typed } from '../../../web/form-fields.ts'
import { goTo } from '../../../web/htmx.ts'
import { translator } from '../../../words/index.ts'
import { mailer } from '../mailer.ts'
import { newPasswordFaults } from '../new-password.ts'
import { limitsOf, waitBefore } from '../throttle.ts'
import { findUserIfAny } from '../users.queries.ts'
import { makeReset, resetLasts, resetPassword } from './resets.commands.ts'
import { findResetIfAny } from './resets.queries.ts'
import { forgottenView, resetEnded, resetView } from './resets.views.ts'

const strict = { additionalProperties: false }
const text = Type.String({ maxLength: 300 })
const emailBody = Type.Object({ email: text }, strict)
const passwordBody = Type.Object({ password: text, again: text }, strict)
const params = Type.Object({ token: Type.String({ maxLength: 100 }) })
const config = { permission: 'open' } as const
const plain = '/layouts/plain'

/** The way back in for who forgot the password: by mail, or by a link that the owner made. */
export const resetRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  await app.register(askRoutes, deps)
  await app.register(tokenRoutes, deps)
}

const askRoutes: FastifyPluginAsyncTypebox<Deps> = async (
  app,
  { config: settings, db, clock, mail = mailer(settings) },
) => {
  const canMail = mail !== undefined
  const show = (reply: FastifyReply, typed: Typed = { values: {}, errors: {} }, answer = '') =>
    reply.page('auth/forgotten', forgottenView(reply.t, typed, { answer, canMail }), plain)

  app.get('/reset', { config }, async (_request, reply) => show(reply))

  app.post('/reset', { schema: { body: emailBody }, config }, async (request, reply) => {
    const values = request.body
    const email = normaliseEmail(values.email)
    if (email === undefined) return show(reply.code(422), { values, errors: { email: { key: 'fields.email' } } })
    const seconds = await waitBefore(db, limitsOf('reset', email, request.ip), clock())
    if (seconds > 0) {
      reply.code(429).header('retry-after', String(seconds))
      return show(reply, { values, errors: { email: { key: 'auth.signIn.tooMany', values: { seconds } } } })
    }
    // Not awaited: how long the answer takes must not tell whether anybody has this email.
    void sendReset(email).catch((error) => request.log.error({ err: error }, 'the mail with a reset link failed'))
    return show(reply, undefined, reply.t('auth.reset.sent', { email }))
  })

  async function sendReset(email: string): Promise<void> {
    const user = await findUserIfAny(db, email)
    if (!user || !mail) return
    const token = await makeReset(db, user.id, clock(), resetLasts.byMail)
    const t = translator(user.locale)
    const link = `${settings.publicUrl}/reset/${token}`
    await mail({
      to: user.email,
      subject: t('auth.mail.subject'),
      text: t('auth.mail.text', { name: user.name, link }),
    })
  }
}

const tokenRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/reset/:token', { schema: { params }, config }, async (request, reply) => {
    const { token } = request.params
    const reset = await findResetIfAny(db, token, clock())
    if (!reset) return ended(reply)
    return secret(reply).page('auth/reset', resetView(reply.t, { token, email: reset.email }, {}), plain)
  })

  app.post('/reset/:token', { schema: { params, body: passwordBody }, config }, async (request, reply) => {
    const { token } = request.params
    const reset = await findResetIfAny(db, token, clock())
    if (!reset) return ended(reply)
    const errors = newPasswordFaults(request.body, [reset.name, reset.email])
    if (Object.keys(errors).length > 0)
      return secret(reply)
        .code(422)
        .page('auth/reset', resetView(reply.t, { token, email: reset.email }, errors), plain)
    if (!(await resetPassword(db, reset, request.body.password, clock()))) return ended(reply)
    await leave(request, reply)
    return goTo(reply, '/sign-in?done=password')
  })
}

/** Whoever is signed in here signs in again too. */
async function leave(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.whoIfAny) await reply.endSession()
}

const ended = (reply: FastifyReply) => secret(reply).code(404).page('auth/link-ended', resetEnded(reply.t), plain)

/** The address of the page is a key: no other page, not even ours, is told of it. */
const secret = (reply: FastifyReply): FastifyReply => reply.header('referrer-policy', 'no-referrer')
