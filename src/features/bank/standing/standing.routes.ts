import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { parseDate, todayIn } from '../../../core/dates.ts'
import { inBusiness, type Tx } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { acting } from '../../../web/permissions.ts'
import { barView, findHouse, findLogo, lookOf, print } from '../../papers/index.ts'
import { findBankAccount, listStatements } from '../bank.queries.ts'
import { findPosition } from '../reconciling/position.queries.ts'
import { entriesStanding, linesStanding } from './standing.queries.ts'
import { standingPaper } from './standing.views.ts'

const params = Type.Object({ accountId: Type.String({ format: 'uuid' }) }, { additionalProperties: false })
const query = Type.Object({ on: Type.String({ maxLength: 20, default: '' }) }, { additionalProperties: false })
const route = { schema: { params, querystring: query }, config: { permission: 'books.view' } } as const

/** The bank reconciliation statement as a paper, as of the last statement up to a day. */
export const standingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, printer }) => {
  app.get('/books/bank/:accountId/statement', route, (request, reply) =>
    draw(request, reply, request.params.accountId, request.query.on),
  )

  app.get('/books/bank/:accountId/statement.pdf', route, async (request, reply) => {
    const html = await draw(request, reply, request.params.accountId, request.query.on)
    const bytes = await print(printer, { html, size: 'a4' })
    return reply
      .type('application/pdf')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'inline; filename="bank-reconciliation.pdf"')
      .send(bytes)
  })

  async function draw(request: FastifyRequest, reply: FastifyReply, accountId: string, typed: string): Promise<string> {
    const { businessId, business } = acting(request)
    const today = todayIn(clock(), business.zone)
    const asked = parseDate(typed, today) ?? today
    const loaded = await inBusiness(db, businessId, (tx) => load(tx, businessId, accountId, asked))
    const base = `/books/bank/${accountId}`
    const bar = barView(request.locale, reply.t, {
      backTo: { href: base, text: reply.t('bank.title') },
      pdfHref: `${base}/statement.pdf?on=${loaded.on}`,
    })
    const reader = { t: reply.t, locale: request.locale, zone: business.zone }
    return reply.paper(
      'bank/standing',
      standingPaper(reader, { ...loaded, bar }),
      lookOf(request.locale, loaded.house.accent),
    )
  }
}

async function load(tx: Tx, businessId: string, accountId: string, asked: string) {
  const [account, house, [last]] = await together([
    findBankAccount(tx, businessId, accountId),
    findHouse(tx, businessId),
    listStatements(tx, businessId, accountId, { upTo: asked, most: 1 }),
  ])
  const on = last?.to ?? asked
  const [figures, entries, lines, logo] = await together([
    findPosition(tx, businessId, accountId, { on, closing: last?.closing ?? null }),
    entriesStanding(tx, businessId, accountId, on),
    linesStanding(tx, businessId, accountId, on),
    findLogo(tx, businessId, house.logoSha256),
  ])
  return { account, house, on, figures, entries, lines, logo }
}
