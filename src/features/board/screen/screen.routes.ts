import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { qrSvg } from '../../../pdf/qr.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { rawHtml } from '../../../web/raw-html.ts'
import type { WordKey } from '../../../words/index.ts'
import { hashOfToken, linkTokens } from '../../portal/index.ts'
import { readerOf } from '../board.request.ts'
import { canEdit as config, formId, strict } from '../board.schema.ts'
import { endScreen, makeScreen, rotateScreen } from './screen.commands.ts'
import { findScreenIfAny } from './screen.queries.ts'
import { screenView } from './screen.views.ts'

const body = Type.Object({ screen: formId }, strict)

/** The shop's side of its screen: the address is made, shown, made anew and ended. */
export const screenRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings }) => {
  const tokens = linkTokens(settings.secret)

  app.get('/board-rates/screen', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    const found = await inBusiness(db, businessId, (tx) => findScreenIfAny(tx, businessId))
    const token = found ? tokens.of(businessId, found.id) : ''
    // Under another secret than it was made with it opens nothing: then it is made anew.
    const screen = found?.tokenHash === hashOfToken(token) ? found : undefined
    const url = screen ? `${settings.publicUrl}/b/${token}` : ''
    const drawn = url ? rawHtml(qrSvg(url, { level: 'M', label: reply.t('board.screen.qr') })) : undefined
    return reply.page('board/screen', screenView(readerOf(request, reply, clock), { screen, url, drawn }))
  })

  app.post('/board-rates/screen', { config }, async (request, reply) => {
    const { businessId } = acting(request)
    await inBusiness(db, businessId, (tx) => makeScreen(tx, businessId, actorOf(request, clock), tokens))
    return back(reply, 'board.screen.made')
  })

  app.post('/board-rates/screen/rotation', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { screen } = request.body
    await inBusiness(db, businessId, (tx) => rotateScreen(tx, businessId, screen, actorOf(request, clock), tokens))
    return back(reply, 'board.screen.rotated')
  })

  app.post('/board-rates/screen/revocation', { schema: { body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { screen } = request.body
    await inBusiness(db, businessId, (tx) => endScreen(tx, businessId, screen, actorOf(request, clock)))
    return back(reply, 'board.screen.revoked')
  })
}

function back(reply: FastifyReply, key: WordKey): FastifyReply {
  reply.request.session.flash = { key }
  return goTo(reply, '/board-rates/screen')
}
