import { type FastifyPluginAsyncTypebox, type Static, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { code128Svg } from '../../../pdf/code128.ts'
import { qrSvg } from '../../../pdf/qr.ts'
import { acting } from '../../../web/permissions.ts'
import { rawHtml } from '../../../web/raw-html.ts'
import { barView, lookOf, print } from '../../papers/index.ts'
import { listMakingChoices } from '../making/making.queries.ts'
import { pieceFacts } from '../pieces.facts.ts'
import { pricesToday } from '../pieces.prices.ts'
import { strict, text } from '../pieces.schema.ts'
import { parseTags, type TagsLook } from './printing.form.ts'
import { listTagged } from './printing.queries.ts'
import { mostTags, type TagsAsked } from './printing.rules.ts'
import { type DrawCode, tagsFormView, tagsPaper } from './printing.views.ts'

const id = Type.String({ maxLength: 36 })
const query = Type.Object(
  {
    id: Type.Optional(Type.Union([id, Type.Array(id, { maxItems: mostTags })])),
    since: text(20),
    item: text(36),
    layout: text(10),
    columns: text(3),
    rows: text(3),
    start: text(3),
    code: text(5),
    price: text(3),
  },
  strict,
)
const route = { schema: { querystring: query }, config: { permission: 'piece.view' } } as const
const usual = { since: 'today', layout: 'sheet', columns: '4', rows: '12', start: '1', code: 'bars' }

export const printingRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, { db, clock, printer }) => {
  const today = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)

  app.get('/pieces/tags', route, async (request, reply) => {
    const { businessId } = acting(request)
    const { articles } = await inBusiness(db, businessId, (tx) => listMakingChoices(tx, businessId, 'piece'))
    const filled = Object.fromEntries(Object.entries(request.query).filter(([, value]) => value !== ''))
    return reply.page('pieces/tags', tagsFormView(reply.t, { ...request.query, ...usual, ...filled }, {}, articles))
  })

  app.get('/pieces/tags/print', route, (request, reply) => draw(request, reply))

  app.get('/pieces/tags.pdf', route, async (request, reply) => {
    const bytes = await print(printer, { html: await draw(request, reply), size: 'a4' })
    return reply
      .type('application/pdf')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'inline; filename="tags.pdf"')
      .send(bytes)
  })

  async function draw(
    request: FastifyRequest<{ Querystring: Static<typeof query> }>,
    reply: FastifyReply,
  ): Promise<string> {
    const { businessId, business } = acting(request)
    const { asked, look, errors } = parseTags(request.query, today(request))
    if (Object.keys(errors).length > 0) {
      const { articles } = await inBusiness(db, businessId, (tx) => listMakingChoices(tx, businessId, 'piece'))
      return reply.code(422).page('pieces/tags', tagsFormView(reply.t, request.query, errors, articles))
    }
    const printed = await load(businessId, asked, look, { at: clock(), today: today(request) })
    const search = request.url.split('?', 2)[1] ?? ''
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `/pieces/tags?${search}`, text: reply.t('pieces.tags') },
      pdfHref: `/pieces/tags.pdf?${search}`,
    })
    return reply.paper(
      'print/tags',
      tagsPaper({ t: reply.t, draw: drawCode }, printed, look, bar),
      lookOf(request.locale, business.accent),
    )
  }

  const load = (businessId: string, asked: TagsAsked, look: TagsLook, now: { at: Date; today: string }) =>
    inBusiness(db, businessId, async (tx) => {
      const ids = await listTagged(tx, businessId, asked)
      const found = await pieceFacts(tx, businessId, ids.slice(0, mostTags))
      const byId = new Map(found.map((piece) => [piece.id, piece]))
      const facts = ids.flatMap((one) => byId.get(one) ?? [])
      const prices = look.hasPrice ? await pricesToday(tx, businessId, facts, now) : new Map()
      return { facts, prices, hasMore: ids.length > mostTags }
    })
}

/** The code of a tag as a drawing. */
const drawCode: DrawCode = (code, tag, label) =>
  rawHtml(code === 'qr' ? qrSvg(tag, { level: 'M', label }) : code128Svg(tag, { label }))
