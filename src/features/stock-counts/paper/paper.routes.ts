import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { NotFound } from '../../../core/errors.ts'
import { can } from '../../../core/permissions.ts'
import { named } from '../../../db/named.ts'
import { hashOfRequest } from '../../../db/request-hash.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { isLocale, translator } from '../../../words/index.ts'
import { barView, findLogo, lookOf, print, sendKept, sendPdf } from '../../papers/index.ts'
import type { SellerSnapshot } from '../../sales/index.ts'
import { findCount, listPersons } from '../counts.queries.ts'
import { countParams as params, readerOf } from '../counts.request.ts'
import { hidesFigures } from '../counts.rules.ts'
import { listLines, sumLines } from '../showing/lines.queries.ts'
import { readProgress } from '../showing/showing.queries.ts'
import { countPaper, mostLines } from './paper.views.ts'

const config = { permission: 'stock.view' } as const

export const paperRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock } = deps
  const draw = async (request: FastifyRequest, reply: FastifyReply, id: string, pdfHref?: string): Promise<string> => {
    const { businessId, business, who } = acting(request)
    const loaded = await inBusiness(db, businessId, async (tx) => {
      const count = await findCount(tx, businessId, id)
      const [persons, sums, lines, progress, [paper]] = await together([
        listPersons(tx, businessId, id),
        sumLines(tx, businessId, id),
        listLines(tx, businessId, id, { kind: 'all', after: 0, limit: mostLines }),
        readProgress(tx, businessId, count),
        named<{ seller: SellerSnapshot }>(tx, sellerOf, [businessId, id]),
      ])
      if (!paper) throw new NotFound(`no paper of ${id}`)
      return {
        count,
        persons,
        sums,
        lines,
        progress,
        ...paper,
        logo: await findLogo(tx, businessId, paper.seller.logoSha256),
      }
    })
    const { count, seller, persons } = loaded
    const counters = persons.map(({ userId }) => userId)
    const isSecret = hidesFigures(count, { role: business.role, userId: who.userId }, counters)
    // There is a result only once the counting is closed, and to print while nobody may see it would be to show it.
    if (count.state === 'open' || count.state === 'cancelled' || isSecret) throw new NotFound('no result yet')
    const locale = isLocale(seller.locale) ? seller.locale : 'en'
    const bar =
      pdfHref === undefined
        ? undefined
        : barView(request.locale, reply.t, {
            backTo: { href: `/stock/counts/${id}`, text: count.number },
            pdfHref,
          })
    const reader = { ...readerOf(request, reply, clock), t: translator(locale), locale }
    const seesCost = can(business.role, 'item.cost')
    return reply.paper(
      'print/stock-count',
      countPaper(reader, { ...loaded, bar, seesCost }),
      lookOf(locale, seller.accent),
    )
  }

  app.get('/stock/counts/:id/print', { schema: { params }, config }, (request, reply) => {
    const { id } = request.params
    return draw(request, reply, id, `/stock/counts/${id}/print.pdf`)
  })

  app.get('/stock/counts/:id/print.pdf', { schema: { params }, config }, async (request, reply) => {
    const { businessId, business } = acting(request)
    const { id } = request.params
    const drawn = async () => ({ html: await draw(request, reply, id), size: 'a4' as const })
    const count = await inBusiness(db, businessId, (tx) => findCount(tx, businessId, id))
    // What may still change is printed anew each time, and what is approved is kept: once with costs and once without.
    if (count.state === 'approved') {
      const form = can(business.role, 'item.cost') ? 'a4' : 'a4-plain'
      return sendKept(reply, deps, businessId, { documentId: id, kinds: ['stock-count'], form }, drawn)
    }
    const sheet = await drawn()
    const bytes = await print(deps.printer, sheet)
    return sendPdf(reply, bytes, { name: count.number.replaceAll('/', '-'), tag: hashOfRequest([sheet.html]) })
  })
}

const sellerOf = {
  name: 'stock_count.paper.seller',
  text: 'select seller_snapshot as seller from document where business_id = $1 and id = $2',
}
