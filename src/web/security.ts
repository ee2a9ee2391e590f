import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { ErrorOfAnswer } from './errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page that stands outside the app's own policy (the dues link) gives its own. */
    policy?: string
    /** Answers to a machine (webhooks) are told apart by a signature, not by where they come from. */
    crossSite?: boolean
  }
}

const guards = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'accelerometer=(), camera=(self), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()',
}

const policyFor = (nonce: string): string =>
  `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; ` +
  "form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; manifest-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types htmx"

/** For an answer that has no request: what the router could not read. */
export const bareGuards = {
  ...guards,
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Headers of every answer, and the check that a form was sent from our own pages. */
export const security = fp(async (app: FastifyInstance) => {
  app.decorateRequest('nonce', '')
  app.addHook('onRequest', async (request, reply) => {
    request.nonce = randomBytes(16).toString('base64url')
    reply.headers(guards)
    reply.header('content-security-policy', request.routeOptions.config.policy ?? policyFor(request.nonce))
    reply.header('referrer-policy', 'same-origin')
    if (!isSafe(request) && !request.routeOptions.config.crossSite && !isFromHere(request)) throw new ErrorOfAnswer(403)
  })
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
})

const isSafe = (request: FastifyRequest): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(request.method)

/** The browser says where a request comes from: Sec-Fetch-Site, and Origin where it is too old for that. */
function isFromHere(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const origin = request.headers.origin
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === request.host
}
