import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { Deps } from '../../../app.ts'
import { goTo } from '../../../web/htmx.ts'
import { actorOf, whoOf } from '../../../web/permissions.ts'
import { changeKeys } from './account.commands.ts'
import { changeable, fieldOf, parseKeys } from './keys.rules.ts'
import { keysView } from './keys.views.ts'

const text = Type.String({ maxLength: 20, default: '' })
const body = Type.Object(Object.fromEntries(changeable.map(([key]) => [fieldOf(key), text])), {
  additionalProperties: false,
})
const config = { permission: 'signed-in' } as const

/** The keys that a person chose for what is done all day. */
export const keysRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  app.get('/account/keys', { config }, async (request, reply) => {
    const { keys } = whoOf(request)
    const values = Object.fromEntries(
      changeable.map(([key]) => [fieldOf(key), keys[key] === '' ? '-' : (keys[key] ?? '')]),
    )
    return reply.page('auth/keys', keysView(reply.t, { values, errors: {} }))
  })

  app.post('/account/keys', { schema: { body }, config }, async (request, reply) => {
    const parsed = parseKeys(request.body)
    if (!parsed.ok)
      return reply.code(422).page('auth/keys', keysView(reply.t, { values: request.body, errors: parsed.errors }))
    await changeKeys(db, parsed.value, actorOf(request, clock))
    request.session.flash = { key: 'keys.saved' }
    return goTo(reply, '/account/keys')
  })
}
