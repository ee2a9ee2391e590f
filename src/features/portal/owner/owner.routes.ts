import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../../app.ts'
import { paise } from '../../../core/money.ts'
import { whatsappLink } from '../../../core/whatsapp.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { qrSvg } from '../../../pdf/qr.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { rawHtml } from '../../../web/raw-html.ts'
import { translator, type WordKey } from '../../../words/index.ts'
import { partyBalance } from '../../books/index.ts'
import { findParty } from '../../parties/index.ts'
import { duesUrl } from '../find-dues-link.ts'
import { makeDuesLink, revokeDuesLink, rotateDuesLink, works } from '../links.commands.ts'
import { findLiveLinkIfAny } from '../links.queries.ts'
import { linkTokens } from '../tokens.ts'
import { linkPage, shareText } from './owner.views.ts'

const params = Type.Object({ id: Type.String({ maxLength: 40 }) })
const body = Type.Object({ link: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const config = { permission: 'khata.share' } as const

/** The owner's side of a dues link: made, shown, shared, made anew and ended. */
export const ownerRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, config: settings }) => {
  const tokens = linkTokens(settings.secret)

  app.get('/parties/:id/dues-link', { schema: { params }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const [party, link, balance] = await inBusiness(db, businessId, (tx) =>
      together([
        findParty(tx, businessId, id),
        findLiveLinkIfAny(tx, businessId, id),
        partyBalance(tx, businessId, id),
      ]),
    )
    const isOpen = link !== undefined && works(link, businessId, clock(), tokens)
    const url = isOpen ? duesUrl(settings.publicUrl, tokens.of(businessId, link.id)) : ''
    const said = translator(party.locale || business.locale)
    const words = shareText(said, { name: party.name, shop: business.name, balance: paise(balance), url })
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    const drawn = url
      ? rawHtml(qrSvg(url, { level: 'M', label: reply.t('portal.qr', { name: party.name }) }))
      : undefined
    const shareHref = whatsappLink(party.phone || undefined, words)
    return reply.page(
      'portal/link',
      linkPage(reader, { party, link: isOpen ? link : undefined, url, drawn, shareHref }),
    )
  })

  app.post('/parties/:id/dues-link', { schema: { params }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const { id } = request.params
    const actor = actorOf(request, clock)
    await inBusiness(db, businessId, (tx) => makeDuesLink(tx, businessId, id, actor, tokens))
    return back(reply, id, 'portal.made')
  })

  app.post('/parties/:id/dues-link/rotation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const ids = { partyId: request.params.id, linkId: request.body.link }
    const actor = actorOf(request, clock)
    await inBusiness(db, businessId, (tx) => rotateDuesLink(tx, businessId, ids, actor, tokens))
    return back(reply, ids.partyId, 'portal.rotated')
  })

  app.post('/parties/:id/dues-link/revocation', { schema: { params, body }, config }, async (request, reply) => {
    const { businessId } = acting(request)
    const ids = { partyId: request.params.id, linkId: request.body.link }
    await inBusiness(db, businessId, (tx) => revokeDuesLink(tx, businessId, ids, actorOf(request, clock)))
    return back(reply, ids.partyId, 'portal.revoked')
  })
}

function back(reply: FastifyReply, partyId: string, key: WordKey): FastifyReply {
  reply.request.session.flash = { key }
  return goTo(reply, `/parties/${partyId}/dues-link`)
}
