import rateLimit from '@fastify/rate-limit'
import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyError } from 'fastify'
import type { Deps } from '../../../app.ts'
import { financialYear } from '../../../core/dates.ts'
import { NotFound } from '../../../core/errors.ts'
import { assetHash } from '../../../web/assets.ts'
import { ErrorOfAnswer } from '../../../web/errors.ts'
import { isLocale, locales } from '../../../words/index.ts'
import { sendBill, sendStatement } from '../../papers/index.ts'
import { askedDay } from './asked-day.rules.ts'
import { drawDues, LinkEnded, tellError } from './draw-dues.ts'
import { findDuesIfAny, findLinkIfAny, type LinkRow } from './dues.queries.ts'

const params = Type.Object({ token: Type.String({ maxLength: 64 }) })
const billParams = Type.Object({ token: Type.String({ maxLength: 64 }), documentId: Type.String({ maxLength: 40 }) })
const querystring = Type.Object({
  lang: Type.Optional(Type.Enum(locales)),
  on: Type.Optional(Type.String({ maxLength: 20 })),
})

/** What a customer sees of a khata, by a link and without a sign-in. Nothing here is written, for chats fetch previews. */
export const duesRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const policy =
    `default-src 'none'; style-src '${assetHash('dues.css')}'; img-src data:; base-uri 'none'; form-action 'self'; ` +
    `frame-ancestors 'none'`
  const config = { permission: 'open', policy } as const

  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
    })
  })
  app.setErrorHandler((error: FastifyError, request, reply) => tellError(error, request, reply))
  // Who tries tokens gets thirty tries a minute; who opens a khata in a chat never needs as many.
  await app.register(rateLimit, { max: 30, timeWindow: 60_000, errorResponseBuilder: () => new ErrorOfAnswer(429) })

  app.get('/d/:token', { schema: { params, querystring }, config }, async (request, reply) => {
    const { token } = request.params
    const dues = await findDuesIfAny(db, token, clock(), request.query.on)
    const { locale } = opened(dues?.link)
    if (!dues) throw new NotFound('no such link')
    return drawDues(reply, { ...dues, token }, request.query.lang ?? (isLocale(locale) ? locale : 'en'))
  })

  app.get('/d/:token/statement.pdf', { schema: { params, querystring }, config }, async (request, reply) => {
    const link = await findLinkIfAny(db, request.params.token, clock())
    const { partyId, businessId, fyStartMonth, today } = opened(link)
    const { day: to } = askedDay(request.query.on ?? '', today, fyStartMonth)
    const { from } = financialYear(to, fyStartMonth)
    return sendStatement(reply, deps, businessId, { partyId, from, to, locale: request.query.lang })
  })

  app.get('/d/:token/bills/:documentId.pdf', { schema: { params: billParams }, config }, async (request, reply) => {
    const { token, documentId } = request.params
    const link = await findLinkIfAny(db, token, clock())
    const { businessId, partyId } = opened(link)
    return sendBill(reply, deps, businessId, { documentId, partyId })
  })
}

/** Throws NotFound for a token that never was, LinkEnded for one that has ended. */
function opened(link: LinkRow | undefined): LinkRow {
  if (!link) throw new NotFound('no such link')
  if (link.isEnded) throw new LinkEnded(link)
  return link
}
