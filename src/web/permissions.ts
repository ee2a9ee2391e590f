import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Actor } from '../core/actor.ts'
import { can, type RoutePermission } from '../core/permissions.ts'
import { ErrorOfAnswer } from './errors.ts'
import { goTo, isHtmx, pageShown } from './htmx.ts'
import type { Membership, Who } from './who.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What one must be allowed to do; `signed-in` for anyone with a session, `open` for everyone. Every route says one. */
    permission?: RoutePermission
  }
}

export interface Acting {
  who: Who
  business: Membership
  businessId: string
}

/** Every route declares who may use it, and the app does not start when one does not. What it does not name is refused. */
export const permissions = fp(async (app: FastifyInstance) => {
  app.addHook('onRoute', (route) => {
    if (route.config?.permission === undefined) throw new Error(`${route.method} ${route.url} declares no permission`)
    // Links to open pages go through other apps, which add names of their own.
    if (route.config.permission === 'open') return
    route.schema = { querystring: nothing, ...(route.method === 'POST' && { body: nothing }), ...route.schema }
  })
  app.addHook('preValidation', async (request, reply) => {
    const permission = request.routeOptions.config.permission
    if (permission === undefined || permission === 'open') return
    const who = request.whoIfAny
    if (!who) return toSignIn(request, reply)
    if (permission === 'signed-in') return
    if (!who.business) return goTo(reply, '/businesses')
    if (!can(who.business.role, permission)) throw new ErrorOfAnswer(403)
  })
})

/** What a route takes that declares no schema: a form with its token only. */
const nothing = { type: ['object', 'null'], additionalProperties: false }

/** Who asks, on a route that is not open. */
export function whoOf(request: FastifyRequest): Who {
  if (!request.whoIfAny) throw new Error('an open route asked who is signed in')
  return request.whoIfAny
}

/** Who asks and in which business, on a route with a permission. */
export function acting(request: FastifyRequest): Acting {
  const who = whoOf(request)
  if (!who.business) throw new Error('a route without a business asked for one')
  return { who, business: who.business, businessId: who.business.id }
}

/** What a browser calls itself says enough in its beginning. */
const longestAgent = 200

/** Who does what is asked for, now: what commands and the audit line want to know. */
export function actorOf(request: FastifyRequest, clock: () => Date): Actor {
  const who = whoOf(request)
  const { tillId } = request
  const agent = (request.headers['user-agent'] ?? '').slice(0, longestAgent)
  return { userId: who.userId, name: who.userName, at: clock(), ...(tillId && { tillId }), ...(agent && { agent }) }
}

/** After signing in again the person comes back to the page that was asked for or is shown; a form that was sent is asked for anew. */
function toSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wanted = isHtmx(request) ? pageShown(request) : request.method === 'GET' ? request.url : ''
  return goTo(reply, wanted && wanted !== '/' ? `/sign-in?to=${encodeURIComponent(wanted)}` : '/sign-in')
}
