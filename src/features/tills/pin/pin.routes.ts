import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { goTo } from '../../../web/htmx.ts'
import { actorOf, whoOf } from '../../../web/permissions.ts'
import type { Said } from '../../../words/index.ts'
import { recognisePassword } from '../../auth/index.ts'
import { clearPin, setPin } from './pin.commands.ts'
import { pinSetAt } from './pin.queries.ts'
import { pinFault } from './pin.rules.ts'
import { pinView } from './pin.views.ts'

const text = Type.String({ maxLength: 300, default: '' })
const body = Type.Object(
  { password: text, pin: text, again: text, clear: Type.Optional(Type.String({ maxLength: 5 })) },
  { additionalProperties: false },
)
const config = { permission: 'signed-in' } as const

/** A person's PIN in the shop where they are now: with it a manager says yes at somebody else's till. */
export const pinRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, errors: Record<string, Said> = {}) => {
    const { email, business, userId } = whoOf(request)
    const isSet = business ? (await pinSetAt(db, business.id, userId)) !== undefined : false
    return reply.page('tills/pin', pinView(reply.t, { email, shop: business?.name ?? '', isSet }, errors))
  }

  app.get('/account/pin', { config }, (request, reply) => show(request, reply))

  app.post('/account/pin', { schema: { body }, config }, async (request, reply) => {
    const who = whoOf(request)
    const { password, pin, again, clear } = request.body
    if (!who.business) return goTo(reply, '/businesses')
    const faults = clear ? {} : faultsOf(pin, again)
    const found = await recognisePassword(db, who, password, request.ip, clock())
    if (found.kind === 'wait') reply.header('retry-after', String(found.seconds))
    const errors = found.kind === 'known' ? faults : { ...faults, password: found.said }
    if (Object.keys(errors).length > 0) return show(request, reply.code(found.kind === 'wait' ? 429 : 422), errors)
    const actor = actorOf(request, clock)
    if (clear) await clearPin(db, who.business.id, who.userId, actor)
    else await setPin(db, who.business.id, who.userId, pin, actor)
    request.session.flash = { key: clear ? 'tills.pin.cleared' : 'tills.pin.saved' }
    return goTo(reply, '/account/pin')
  })
}

function faultsOf(pin: string, again: string): Record<string, Said> {
  const fault = pinFault(pin)
  if (fault) return { pin: fault }
  return pin === again ? {} : { again: { key: 'tills.pin.differ' } }
}
