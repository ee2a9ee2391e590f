import cookie, { Signer } from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import session, { type SessionStore } from '@fastify/session'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Said } from '../words/index.ts'
import type { Who } from './who.ts'

declare module 'fastify' {
  interface Session {
    /** Set at sign-in; a session without it belongs to nobody and is not kept. */
    userId?: string
    businessId?: string | undefined
    /** Where it was made: what the person reads in the list of sessions. */
    origin?: Origin
    /** A message for the next page, said once. */
    flash?: Said
    /** The secret behind the tokens of this session's forms. */
    _csrf?: string
    /** What the store read with the session; absent in one that was made by this request. */
    who?: Who
  }
}

export interface Origin {
  address: string
  agent: string
}

export interface SessionOptions {
  store: SessionStore
  /** Signs the cookie: at least 32 characters. */
  secret: string
  /** `auto` marks the cookie secure where the request came by https. */
  secure: 'auto' | 'always' | 'never'
}

/** Who asks, from the session's cookie, and the check that a form was made for this session. */
export const sessions = fp(async (app: FastifyInstance, options: SessionOptions) => {
  const { store, secret, secure } = options
  const cookieName = cookieNameFor(secure)
  await app.register(cookie)
  await app.register(session, {
    store,
    secret: signerOf(secret),
    cookieName,
    rolling: false,
    saveUninitialized: false,
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: secureFor[secure] },
  })
  await app.register(csrf, { sessionPlugin: '@fastify/session', getToken })
  app.decorateRequest('whoIfAny', {
    getter(this: FastifyRequest) {
      // An ended session is null until the answer is sent, whatever its type says.
      return (this.session as FastifyRequest['session'] | null)?.who
    },
  })
  app.decorateReply('endSession', async function (this: FastifyReply) {
    await this.request.session.destroy()
    this.clearCookie(cookieName, { path: '/' })
  })
  app.addHook('preValidation', (request, reply, done) => {
    if (!needsToken(request)) return withoutToken(request, done)
    app.csrfProtection(request, reply, () => withoutToken(request, done))
  })
})

/** A session asks for its cookie's signature although the one that came was found right a moment ago: it is kept until then. */
function signerOf(secret: string): Pick<Signer, 'sign' | 'unsign'> {
  const signer = new Signer(secret)
  const found = new Map<string, string>()
  return {
    unsign: (signed) => {
      const result = signer.unsign(signed)
      if (result.valid) found.set(result.value, signed)
      return result
    },
    sign: (id) => {
      const signed = found.get(id)
      // Those of requests that broke off before are let go too.
      if (found.size > mostFound) found.clear()
      else found.delete(id)
      return signed ?? signer.sign(id)
    },
  }
}

const mostFound = 1000

declare module 'fastify' {
  interface FastifyReply {
    /** Ends the session of who asks, here and in the browser. */
    endSession(): Promise<void>
  }
}

// A browser takes a __Host- cookie only by https, so its name can be promised only where https is.
const cookieNameFor = (secure: SessionOptions['secure']): string => (secure === 'always' ? '__Host-khata' : 'khata')
const secureFor = { auto: 'auto', always: true, never: false } as const

/** Open forms carry no token, for nobody is signed in: web/security.ts sees that they come from our pages. */
function needsToken(request: FastifyRequest): boolean {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return false
  return request.routeOptions.config.permission !== 'open'
}

function getToken(request: FastifyRequest): string | undefined {
  const header = request.headers['x-csrf-token']
  const token = typeof header === 'string' ? header : fieldsOf(request)?.['_csrf']
  return typeof token === 'string' ? token : undefined
}

/** Schemas refuse fields that they do not name, so the token leaves before they are asked. */
function withoutToken(request: FastifyRequest, done: () => void): void {
  delete fieldsOf(request)?.['_csrf']
  done()
}

function fieldsOf(request: FastifyRequest): Record<string, unknown> | undefined {
  const { body } = request
  return isFields(body) ? body : undefined
}

const isFields = (body: unknown): body is Record<string, unknown> =>
  typeof body === 'object' && body !== null && !Buffer.isBuffer(body) && !Array.isArray(body)
