import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { isLocale, translator } from '../../../words/index.ts'
import {
  type BarView,
  barView,
  findHouse,
  type House,
  lookOf,
  NotPrinted,
  print,
  sendPdf,
  slipSeller,
} from '../../papers/index.ts'
import { findSession, type SessionRow } from '../closing/sessions.queries.ts'
import { seeTills as config } from '../tills.request.ts'
import { tillSlipView } from './slip.views.ts'

const params = Type.Object({ sessionId: Type.String({ format: 'uuid' }) })

/** The slip of a close, to look at, to print and as a file. */
export const slipRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, printer }) => {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof NotPrinted)) throw error
    request.log.error({ err: error }, 'not printed')
    const failed = { requestId: request.id, retryHref: request.url, pageHref: request.url.replace('.pdf', '') }
    return reply.code(503).header('retry-after', '5').page('print/failed', failed)
  })
  const load = async (request: FastifyRequest, sessionId: string) => {
    const { businessId } = acting(request)
    const [session, house] = await inBusiness(db, businessId, (tx) =>
      together([findSession(tx, businessId, sessionId), findHouse(tx, businessId)]),
    )
    await refuseOthers(request, session)
    return { session, house }
  }

  app.get('/tills/sessions/:sessionId/slip', { schema: { params }, config }, async (request, reply) => {
    const { sessionId } = request.params
    const of = await load(request, sessionId)
    const bar = barView(request.locale, reply.t, {
      backTo: { href: '/tills', text: reply.t('tills.title') },
      pdfHref: `/tills/sessions/${sessionId}/slip.pdf`,
    })
    return draw(reply, of, bar)
  })

  app.get('/tills/sessions/:sessionId/slip.pdf', { schema: { params }, config }, async (request, reply) => {
    const of = await load(request, request.params.sessionId)
    const bytes = await print(printer, { html: await draw(reply, of), size: '80mm' })
    return sendPdf(reply, bytes, { name: 'day-close', tag: of.session.auditHash })
  })
}

/** A closed session's own; of others' sessions whoever sees one till alone learns nothing. */
async function refuseOthers(request: FastifyRequest, { tillId, state, closedBy }: SessionRow): Promise<void> {
  const { business, who } = acting(request)
  if (state !== 'closed') throw new NotFound('the till is not closed yet')
  if (can(business.role, 'till.view') || closedBy === who.userId) return
  if ((await request.seat()) !== tillId) throw new NotFound('not the till of this device')
}

function draw(
  reply: FastifyReply,
  { session, house }: { session: SessionRow; house: House },
  bar?: BarView,
): Promise<string> {
  const locale = isLocale(house.locale) ? house.locale : 'en'
  const { shop, lines } = slipSeller(translator(locale), house)
  const of = { session, shop, sellerLines: lines, zone: house.zone, ...(bar && { bar }) }
  return reply.paper(
    'print/till-slip',
    tillSlipView({ t: translator(locale), locale }, of),
    lookOf(locale, house.accent),
  )
}
