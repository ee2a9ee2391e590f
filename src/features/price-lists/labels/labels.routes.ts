import { type FastifyPluginAsyncTypebox, Type } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../app.ts'
import { todayIn } from '../../../core/dates.ts'
import { isEan13 } from '../../../core/ean13.ts'
import { can } from '../../../core/permissions.ts'
import { isId } from '../../../db/ids.ts'
import { inBusiness } from '../../../db/tenant.ts'
import { together } from '../../../db/together.ts'
import { code128Svg } from '../../../pdf/code128.ts'
import { ean13Svg } from '../../../pdf/ean13.ts'
import { goTo } from '../../../web/htmx.ts'
import { acting, actorOf } from '../../../web/permissions.ts'
import { rawHtml } from '../../../web/raw-html.ts'
import { barView, lookOf, print } from '../../papers/index.ts'
import { listCategories } from '../lists/things.queries.ts'
import { seePrices as config, strict, text } from '../price-lists.schema.ts'
import { priceTabs } from '../price-lists.tabs.ts'
import { giveBarcodes } from './labels.commands.ts'
import { type LabelsTyped, parseLabels, usualLabels } from './labels.form.ts'
import { type LabelFilter, listLabelItems, readLabelItems } from './labels.queries.ts'
import { labelsFormView, labelsPaper } from './labels.views.ts'

const url = '/price-lists/labels'
const id = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const filter = { q: text(100), category: text(200), change: text(40), receipt: text(40) }
const look = { kind: text(10), paper: text(10), columns: text(3), rows: text(3), start: text(3) }
const query = Type.Object(
  { ...filter, ...look },
  { ...strict, patternProperties: { [`^count\\.${id}$`]: Type.String({ maxLength: 6 }) } },
)
const ids = Type.Union([Type.String({ maxLength: 40 }), Type.Array(Type.String({ maxLength: 40 }), { maxItems: 100 })])
const giveBody = Type.Object({ ...filter, item: Type.Optional(ids) }, strict)
const route = { schema: { querystring: query }, config } as const

/** Labels for items, with a barcode that the counter reads, and labels for the shelf, with a price that is seen from afar. */
export const labelsRoutes: FastifyPluginAsyncTypebox<Deps> = async (app, deps) => {
  const { db, clock, printer } = deps
  const todayOf = (request: FastifyRequest) => todayIn(clock(), acting(request).business.zone)

  app.get(url, route, (request, reply) => form(deps, request, reply, request.query, {}))

  app.get(`${url}/print`, route, (request, reply) =>
    isAsked(request.query) ? draw(request, reply, request.query) : form(deps, request, reply, request.query, {}),
  )

  app.get(`${url}.pdf`, route, async (request, reply) => {
    if (!isAsked(request.query)) return form(deps, request, reply, request.query, {})
    const html = await draw(request, reply, request.query)
    // What is asked wrongly is answered by the form.
    if (reply.statusCode === 422) return html
    const bytes = await print(printer, { html, size: 'a4' })
    return reply
      .type('application/pdf')
      .header('cache-control', 'private, no-store')
      .header('content-disposition', 'inline; filename="labels.pdf"')
      .send(bytes)
  })

  app.post(
    `${url}/barcodes`,
    { schema: { body: giveBody }, config: { permission: 'item.edit' } },
    async (request, reply) => {
      const { businessId } = acting(request)
      const { item, ...chosen } = request.body
      const itemIds = [item ?? []].flat().filter(isId)
      const count = await inBusiness(db, businessId, (tx) =>
        giveBarcodes(tx, businessId, itemIds, actorOf(request, clock)),
      )
      request.session.flash = { key: 'labels.given', values: { count } }
      const search = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value !== ''))
      return goTo(reply, search.size > 0 ? `${url}?${search}` : url)
    },
  )

  async function draw(request: FastifyRequest, reply: FastifyReply, typed: LabelsTyped & LabelFilter): Promise<string> {
    const { businessId, business } = acting(request)
    const { asked, look, errors } = parseLabels(typed)
    if (Object.keys(errors).length > 0) return form(deps, request, reply.code(422), typed, errors)
    const itemIds = asked.map(({ itemId }) => itemId)
    const items = await inBusiness(db, businessId, (tx) => readLabelItems(tx, businessId, itemIds, todayOf(request)))
    const search = request.url.split('?', 2)[1] ?? ''
    const bar = barView(request.locale, reply.t, {
      backTo: { href: `${url}?${search}`, text: reply.t('labels.title') },
      pdfHref: `${url}.pdf?${search}`,
    })
    return reply.paper(
      'print/labels',
      labelsPaper({ t: reply.t, draw: drawBarcode }, items, asked, look, bar),
      lookOf(request.locale, business.accent),
    )
  }
}

async function form(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  request: FastifyRequest,
  reply: FastifyReply,
  typed: LabelsTyped & LabelFilter,
  errors: ReturnType<typeof parseLabels>['errors'],
): Promise<string> {
  const { businessId, business } = acting(request)
  const [page, categories] = await inBusiness(db, businessId, (tx) =>
    together([listLabelItems(tx, businessId, typed, todayIn(clock(), business.zone)), listCategories(tx, businessId)]),
  )
  const filled = Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (value ? [[name, value]] : [])))
  const tabs = priceTabs(reply.t, business.role, url)
  const canGive = can(business.role, 'item.edit')
  const view = { page, categories, tabs, canGive }
  return reply.page(
    'price-lists/labels',
    labelsFormView(reply.t, { values: { ...usualLabels, ...filled }, errors }, view),
  )
}

/** An address that names no item has nothing to print: it shows the form. */
const isAsked = (query: LabelsTyped): boolean => Object.keys(query).some((name) => name.startsWith('count.'))

/** A maker's barcode as shops print it, any other text in Code 128. */
const drawBarcode = (barcode: string, label: string) =>
  rawHtml(isEan13(barcode) ? ean13Svg(barcode, { label }) : code128Svg(barcode, { label }))
